import { SpmEvents } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { SpmError } from '../../../src/errors.js';
import { apiMessageOf, apiMessages, isFatal, unwrap } from '../../../src/runtime/api/envelope.js';
import { type ScriptedAnswer, scriptedClient } from '../../helpers/scriptedClient.js';

const envelopeOf = (answer: ScriptedAnswer) => SpmEvents.list(scriptedClient(() => answer).client);

async function failureOf(answer: ScriptedAnswer): Promise<SpmError> {
  const envelope = await envelopeOf(answer);
  try {
    unwrap(envelope, 'Listing the events');
  } catch (error) {
    if (error instanceof SpmError) return error;
  }
  throw new Error('it did not fail');
}

describe('unwrap', () => {
  it.each([
    [{ statusCode: 200, data: { id: 1 } }, { id: 1 }],
    [{ statusCode: 200, data: null }, null],
    [{ data: { id: 1 } }, { data: { id: 1 } }],
    [
      { statusCode: 200, sent_count: 2 },
      { statusCode: 200, sent_count: 2 },
    ],
    [[1], [1]],
  ])('%j holds %j', async (body, payload) => {
    expect(unwrap(await envelopeOf({ body }), 'It')).toEqual(payload);
  });

  it.each([
    [{ message: 'label is taken' }, 'label is taken', ['label is taken']],
    [
      { message: ['a must be set', 'b is short'] },
      'a must be set; b is short',
      ['a must be set', 'b is short'],
    ],
    [{ error: 'Conflict' }, 'Conflict', ['Conflict']],
    ['plain words', 'plain words', ['plain words']],
    ['<html>Bad gateway</html>', 'HTTP 400, without a message', []],
    [{}, 'HTTP 400, without a message', []],
    [{ message: '' }, 'HTTP 400, without a message', []],
  ])("of %j carries the API's own words", async (body, told, messages) => {
    const error = await failureOf({ status: 400, body });
    expect(error.code).toBe('SPM_API_ERROR');
    expect(error.message).toBe(`Listing the events failed: ${told}`);
    expect(error.details).toEqual({ status: 400, messages });
    expect(isFatal(error)).toBe(false);
  });

  it('believes the status in the body of a 200', async () => {
    const error = await failureOf({ body: { statusCode: 422, message: 'no' } });
    expect(error).toMatchObject({ code: 'SPM_API_ERROR', details: { status: 422 } });
  });

  it.each([401, 403])('tells about a refused token on %i', async (status) => {
    const error = await failureOf({ status, body: { message: 'Invalid key' } });
    expect(error).toMatchObject({
      code: 'SPM_API_UNAUTHORIZED',
      cause: 'Invalid key',
      details: { status },
    });
    expect(error.hint).toMatch(/active/);
    expect(isFatal(error)).toBe(true);
  });

  it('tells about an API that does not answer', async () => {
    const error = await failureOf({ networkError: 'connect ECONNREFUSED 127.0.0.1:1' });
    expect(error).toMatchObject({
      code: 'SPM_API_UNREACHABLE',
      cause: 'connect ECONNREFUSED 127.0.0.1:1',
    });
    expect(error.hint).toMatch(/target/);
    expect(isFatal(error)).toBe(true);
  });
});

describe('apiMessages and apiMessageOf', () => {
  it('give the words without what was attempted', async () => {
    const answer = { status: 409, body: { message: ['one', 'two'] } };
    expect(apiMessages(await envelopeOf(answer))).toEqual(['one', 'two']);
    expect(apiMessageOf(await failureOf(answer))).toBe('one; two');
    expect(apiMessageOf(new Error('other'))).toBe('other');
  });
});
