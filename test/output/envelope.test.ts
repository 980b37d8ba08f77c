import { describe, expect, it } from 'vitest';
import { SpmError } from '../../src/errors.js';
import { describeError, errorEnvelope, reportEnvelope } from '../../src/output/envelope.js';
import { Redactor } from '../../src/runtime/security/redactor.js';

describe('the JSON document of a command', () => {
  it('is ok unless the command found problems', () => {
    expect(reportEnvelope('sync', { data: { a: 1 } })).toEqual({
      schemaVersion: 1,
      ok: true,
      command: 'sync',
      data: { a: 1 },
      error: null,
      diagnostics: [],
    });
    expect(reportEnvelope('lint', { data: [], exit: 'failed' }).ok).toBe(false);
    expect(reportEnvelope('provision', { data: [], exit: 'changes' }).ok).toBe(true);
  });

  it('carries code, cause, hint and exit code of an error', () => {
    const error = new SpmError('SPM_LEASE_HELD', 'busy', {
      cause: new Error('pid 1'),
      hint: 'wait',
      details: { holder: 1 },
    });
    expect(errorEnvelope('sync', describeError(error, false, new Redactor()))).toMatchObject({
      ok: false,
      data: null,
      error: {
        code: 'SPM_LEASE_HELD',
        message: 'busy',
        cause: 'pid 1',
        hint: 'wait',
        exit_code: 75,
        details: { holder: 1 },
      },
    });
  });

  it('calls anything else a bug, with its stack only when verbose', () => {
    const bug = new TypeError('x is undefined');
    expect(describeError(bug, false, new Redactor())).toMatchObject({
      code: 'SPM_INTERNAL',
      exit_code: 70,
    });
    expect(describeError(bug, false, new Redactor()).cause).toBe('x is undefined');
    expect(describeError(bug, false, new Redactor()).stack).toBeUndefined();
    expect(describeError(bug, true, new Redactor()).stack).toContain('TypeError');
  });

  it('shows no text before it was cleaned', () => {
    const error = new SpmError('SPM_API_ERROR', 'key secret-k1', {
      cause: 'for secret-k1',
      hint: 'Not secret-k1.',
      details: { k: 'secret-k1' },
    });
    const redactor = new Redactor();
    redactor.learn('secret-k1');
    expect(JSON.stringify(describeError(error, true, redactor))).not.toContain('secret-k1');
  });
});
