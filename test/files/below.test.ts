import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { linkBelow } from '../../src/files/below.js';
import { temporaryFolder } from '../helpers/cli.js';

const folder = temporaryFolder();
afterAll(folder.remove);

it('finds the first link of a path, and follows none', () => {
  mkdirSync(join(folder.path, 'a'));
  writeFileSync(join(folder.path, 'a', 'file'), '');
  symlinkSync('file', join(folder.path, 'a', 'link'));
  symlinkSync('nowhere', join(folder.path, 'dangling'));
  symlinkSync('.', join(folder.path, 'self'));
  const cases = {
    'a/file': undefined,
    'a/none/x': undefined,
    'a/file/x': undefined,
    'a/link': 'a/link',
    'dangling/x/y': 'dangling',
    'self/self/a': 'self',
  };
  for (const [path, link] of Object.entries(cases)) expect(linkBelow(folder.path, path)).toBe(link);
});
