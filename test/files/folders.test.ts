import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder, removeFolders } from '../../src/files/folders.js';
import { temporaryFolder } from '../helpers/cli.js';
import { withUmask } from './umask.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (...parts: string[]) => join(folder.path, ...parts);
const mode = (path: string) => statSync(path).mode & 0o777;

describe('makeFolder', () => {
  it('makes what is missing and says what that was', () => {
    expect(makeFolder(at('a', 'b', 'c'))).toEqual([at('a'), at('a', 'b'), at('a', 'b', 'c')]);
    expect(makeFolder(at('a', 'b', 'c'))).toEqual([]);
    expect(makeFolder(at('a', 'd'))).toEqual([at('a', 'd')]);
  });

  it.each([0, 0o077, 0o777])('makes private ones for the owner under umask %o', (umask) => {
    const path = at(`private-${umask}`, 'below');
    withUmask(umask, () => makeFolder(path, { isPrivate: true }));
    expect([mode(path), mode(join(path, '..'))]).toEqual([0o700, 0o700]);
  });

  it('leaves others to the umask', () => {
    withUmask(0o022, () => makeFolder(at('shared')));
    expect(mode(at('shared'))).toBe(0o755);
  });

  it('follows links to folders', () => {
    mkdirSync(at('real'));
    symlinkSync('real', at('link'));
    makeFolder(at('link', 'below'));
    expect(readdirSync(at('real'))).toEqual(['below']);
  });

  it('names the folder that is in the way, and why', () => {
    writeFileSync(at('file'), '');
    symlinkSync('nowhere', at('dangling'));
    symlinkSync('loop', at('loop'));
    const long = 'x'.repeat(300);
    const cases: [string, string, RegExp][] = [
      [at('file', 'below'), at('file'), /a file has that name/],
      [at('dangling', 'below'), at('dangling'), /leads to nowhere, which does not exist/],
      [at('loop', 'below'), at('loop', 'below'), /form a loop/],
      [at('new', long, 'x'), at('new', long), /too long/],
      [at('y/'.repeat(50_000)), at('y/'.repeat(50_000)), /too long/],
      [at('null\0byte'), at('null\0byte'), /null bytes/],
    ];
    for (const [path, failed, cause] of cases) {
      expect(() => makeFolder(path)).toThrow(
        expect.objectContaining({
          code: cause.source === 'too long' ? 'SPM_INVALID_VALUE' : 'SPM_WRITE_FAILED',
          message: `The folder ${failed} cannot be created`,
          cause: expect.stringMatching(cause),
          hint: expect.any(String),
        }),
      );
    }
    expect(existsSync(at('new'))).toBe(false);
  });

  it.runIf(existsSync('/proc/self'))('ends where the system takes no folders', () => {
    for (const path of ['/proc/x', '/proc/x/y/z', '/proc/self/x/y', '/proc/self/fd/x/y']) {
      expect(() => makeFolder(path, { code: 'SPM_STORE_MISSING_FOLDER', hint: 'Go on.' })).toThrow(
        expect.objectContaining({ code: 'SPM_STORE_MISSING_FOLDER', hint: 'Go on.' }),
      );
    }
  });

  it('can be taken back, but for what is in use', () => {
    const name = fc.constantFrom('a', 'b', '.', '..', 'c d');
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
        const base = at('undo', 'base', 'of', 'all', 'of', 'them');
        const made = makeFolder(join(base, ...names));
        expect(existsSync(join(base, ...names))).toBe(true);
        removeFolders(made);
        expect(existsSync(at('undo'))).toBe(false);
      }),
      { numRuns: 30 },
    );
    const made = makeFolder(at('kept', 'gone'));
    writeFileSync(at('kept', 'file'), '');
    removeFolders(made);
    expect(readdirSync(at('kept'))).toEqual(['file']);
  });
});
