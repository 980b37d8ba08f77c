import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { crashError } from '../../src/config/crash.js';
import { SpmError } from '../../src/errors.js';

/** An error whose stack has these frames. */
function thrownAt(...places: string[]): Error {
  const error = new TypeError('x is not a function');
  error.stack = [`TypeError: ${error.message}`, ...places.map((at) => `    at f (${at}:3:7)`)].join(
    '\n',
  );
  return error;
}

const cwd = '/home/me/project';
const own = join(import.meta.dirname, '../../src/runtime/lease.ts');

describe('what was thrown where nothing catches it', () => {
  it("is the connector's when the stack passes through the project", () => {
    const error = thrownAt(`${cwd}/node_modules/partner/index.js`, `${cwd}/src/connector.ts`);
    expect(crashError(error, cwd)).toMatchObject({
      code: 'SPM_CONNECTOR_CRASHED',
      cause: 'x is not a function (at src/connector.ts:3:7)',
      details: { at: 'src/connector.ts:3:7' },
      stack: error.stack,
    });
  });

  it('is a bug of ours when it does not', () => {
    const bug = thrownAt(own, `${cwd}/node_modules/spm-connect/dist/cli.js`);
    expect(crashError(bug, cwd)).toBe(bug);
  });

  it("is the connector's when it is no error at all", () => {
    expect(crashError('gone', cwd)).toMatchObject({ code: 'SPM_CONNECTOR_CRASHED', cause: 'gone' });
    expect(crashError(undefined, cwd)).toMatchObject({ code: 'SPM_CONNECTOR_CRASHED' });
  });

  it('stays what it is when it is meant for its reader', () => {
    const error = new SpmError('SPM_LEASE_LOST', 'Lost');
    expect(crashError(error, cwd)).toBe(error);
  });
});
