import { SpmEvents } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../src/runtime/api/envelope.ts';
import { redactText } from '../../../src/runtime/security/redact.ts';
import { errorLine } from '../../../src/runtime/sync/errors.ts';
import { readBulkAnswer } from '../../../src/runtime/sync/push/retry/answer.ts';
import { scriptedClient } from '../../helpers/scriptedClient.ts';

const thrownBy = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

describe('the line of an error', () => {
  it('keeps the status of an invalid token, also when it is stored or logged again', async () => {
    const refused = { statusCode: 401 };
    const bulk = readBulkAnswer(refused, 1);
    const answer = await SpmEvents.list(scriptedClient(() => ({ status: 401, body: {} })).client);
    const read = thrownBy(() => unwrap(answer, 'Listing the events'));
    for (const error of [bulk.kind === 'failed' ? bulk.error : null, read]) {
      const line = errorLine(error);
      expect(line).toContain('rejected the access token of the installation: HTTP 401');
      expect(redactText(line)).toBe(line);
    }
  });
});
