import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createPrivate, tightenDatabase } from '../../src/files/private.js';
import { temporaryFolder } from '../helpers/cli.js';
import { withUmask } from './umask.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const mode = (name: string) => statSync(at(name)).mode & 0o777;

describe('createPrivate', () => {
  it.each([0, 0o077, 0o777])('makes a file for its owner under umask %o', (umask) => {
    const name = `new-${umask}`;
    expect(withUmask(umask, () => createPrivate(at(name)))).toBe(true);
    expect(mode(name)).toBe(0o600);
    expect(createPrivate(at(name))).toBe(false);
  });

  it('makes what a link leads to, and leaves what is there', () => {
    symlinkSync('made', at('link'));
    expect(withUmask(0, () => createPrivate(at('link')))).toBe(true);
    expect(mode('made')).toBe(0o600);
    mkdirSync(at('folder'));
    expect([createPrivate(at('link')), createPrivate(at('folder'))]).toEqual([false, false]);
  });
});

describe('tightenDatabase', () => {
  it('takes a database and its journals from everyone else', () => {
    const names = ['db', 'db-wal', 'db-shm', 'db-journal'];
    for (const name of [...names, 'db-other']) {
      writeFileSync(at(name), '');
      chmodSync(at(name), 0o644);
    }
    symlinkSync('db', at('db-link'));
    tightenDatabase(at('db-link'));
    expect(names.map(mode)).toEqual([0o600, 0o600, 0o600, 0o600]);
    expect(mode('db-other')).toBe(0o644);
  });

  it('keeps the rights of a group, and minds nothing that is missing or no file', () => {
    writeFileSync(at('grouped'), '');
    chmodSync(at('grouped'), 0o660);
    chmodSync(at('folder'), 0o755);
    const before = readdirSync(folder.path);
    for (const name of ['grouped', 'none', 'folder']) tightenDatabase(at(name));
    expect([mode('grouped'), mode('folder')]).toEqual([0o660, 0o755]);
    expect(readdirSync(folder.path)).toEqual(before);
  });
});
