import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WriteOptions, writeWhole as writeSafe } from '../../src/files/write.js';
import type { SafeText } from '../../src/safe.js';
import { temporaryFolder } from '../helpers/cli.js';
import { withUmask } from './umask.js';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());
const at = (...parts: string[]) => join(folder.path, ...parts);
const mode = (path: string) => statSync(path).mode & 0o777;
const writeWhole = (path: string, text: string, options?: WriteOptions) =>
  writeSafe(path, text as SafeText, options);
const text = (path: string) => readFileSync(path, 'utf8');

describe('writeWhole', () => {
  it('leaves the file and nothing beside it', async () => {
    await writeWhole(at('x'.repeat(255)), 'long');
    await writeWhole(at('a'), 'one');
    await writeWhole(at('a'), 'two');
    expect(text(at('a'))).toBe('two');
    expect(readdirSync(folder.path)).toEqual(['a', 'x'.repeat(255)]);
  });

  it.each([0, 0o077, 0o777])('makes a private file for its owner under umask %o', async (umask) => {
    writeFileSync(at('loose'), 'old');
    chmodSync(at('loose'), 0o666);
    const before = process.umask(umask);
    try {
      await writeWhole(at('sub', 'new'), 'x', { isPrivate: true, makeFolders: true });
      await writeWhole(at('loose'), 'x', { isPrivate: true });
    } finally {
      process.umask(before);
    }
    expect([at('sub', 'new'), at('loose'), at('sub')].map(mode)).toEqual([0o600, 0o600, 0o700]);
  });

  it('leaves the rights of other files to the umask, and to what was there', async () => {
    await withUmask(0o022, () => writeWhole(at('new'), 'x'));
    writeFileSync(at('old'), 'old');
    chmodSync(at('old'), 0o640);
    await writeWhole(at('old'), 'x');
    expect([at('new'), at('old')].map(mode)).toEqual([0o644, 0o640]);
  });

  it('replaces nothing when it may not', async () => {
    const unlessThere = 'Choose another name.';
    writeFileSync(at('there'), 'old');
    symlinkSync('there', at('link'));
    for (const name of ['there', 'link']) {
      await expect(writeWhole(at(name), 'new', { unlessThere })).rejects.toMatchObject({
        code: 'SPM_FILE_EXISTS',
        hint: unlessThere,
      });
    }
    expect(text(at('there'))).toBe('old');
    await writeWhole(at('other'), 'new', { unlessThere });
    expect(readdirSync(folder.path).sort()).toEqual(['link', 'other', 'there']);
  });

  it('asks for a missing folder, unless it is to make it, and takes that back on failure', async () => {
    await expect(writeWhole(at('no', 'such', 'x'), '')).rejects.toMatchObject({
      code: 'SPM_WRITE_FAILED',
      cause: `the folder ${at('no', 'such')} does not exist`,
      hint: expect.stringContaining(`Create the folder ${at('no', 'such')} first`),
    });
    const long = at('no', 'such', 'x'.repeat(300));
    await expect(writeWhole(long, '', { makeFolders: true })).rejects.toMatchObject({
      cause: expect.stringContaining('too long'),
    });
    expect(existsSync(at('no'))).toBe(false);
  });
});

describe('a link', () => {
  it('stays, and what it leads to is written, whether it is there or not', async () => {
    mkdirSync(at('real'));
    symlinkSync('real', at('folder'));
    symlinkSync('../new.txt', at('real', 'up'));
    symlinkSync(at('folder', 'up'), at('link'));
    for (const content of ['made', 'replaced']) {
      await writeWhole(at('link'), content);
      expect(text(at('new.txt'))).toBe(content);
    }
    expect(readlinkSync(at('link'))).toBe(at('folder', 'up'));
    expect(lstatSync(at('real', 'up')).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder.path).sort()).toEqual(['folder', 'link', 'new.txt', 'real']);
  });

  it('to a folder, to itself or into a missing folder is refused', async () => {
    symlinkSync('.', at('folder'));
    symlinkSync('loop', at('loop'));
    symlinkSync('none/x', at('nowhere'));
    for (const [name, cause] of [
      ['folder', 'a folder has that name'],
      ['loop', 'form a loop'],
      ['nowhere', 'none does not exist'],
    ] as const) {
      await expect(writeWhole(at(name), '')).rejects.toMatchObject({
        code: 'SPM_WRITE_FAILED',
        cause: expect.stringContaining(cause),
      });
    }
  });
});

describe('what is no file', () => {
  it('is refused when it is a folder or a socket', async () => {
    const server = createServer().listen(at('socket'));
    await new Promise((listening) => server.once('listening', listening));
    for (const [path, name] of [
      [folder.path, 'folder'],
      [at('socket'), 'socket'],
    ] as const) {
      await expect(writeWhole(path, '')).rejects.toMatchObject({
        cause: `a ${name} has that name`,
      });
    }
    server.close();
  });

  it.runIf(existsSync('/dev/full'))('takes text when it is a device', async () => {
    await writeWhole('/dev/null', 'x');
    await expect(writeWhole('/dev/full', 'x')).rejects.toMatchObject({
      cause: expect.stringContaining('no space'),
      hint: expect.stringContaining('Free some space'),
    });
  });

  it.skipIf(process.platform === 'win32')(
    'waits for the reader of a pipe until it is told to stop',
    async () => {
      execFileSync('mkfifo', [at('pipe')]);
      const stop = new AbortController();
      const writing = writeWhole(at('pipe'), 'x', { signal: stop.signal });
      stop.abort();
      await expect(writing).rejects.toMatchObject({ name: 'AbortError' });
    },
  );
});
