import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { writeFiles } from '../../src/output/files.js';
import type { Terminal } from '../../src/output/terminal.js';
import { Redactor } from '../../src/runtime/security/redactor.js';
import { temporaryFolder } from '../helpers/cli.js';

const folder = temporaryFolder();
afterAll(folder.remove);

function write(path: string, json = false): Promise<{ out: string; err: string }> {
  const got = { out: '', err: '' };
  const terminal = {
    options: { json },
    redactor: new Redactor(),
    writeDocument: (text: string) => {
      got.out += text;
    },
    writeErr: (text: string) => {
      got.err += text;
    },
  } as unknown as Terminal;
  const report = { data: { source: 'text\n' }, files: [{ path, format: 'ts' }] };
  return writeFiles(terminal, 'types', report, new AbortController().signal).then(() => got);
}

it('writes a file', async () => {
  const path = join(folder.path, 'file.ts');
  expect(await write(path, true)).toEqual({ out: '', err: '' });
  expect(readFileSync(path, 'utf8')).toBe('text\n');
});

it('writes to a standard stream by any of its names', async () => {
  for (const path of ['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'])
    expect(await write(path)).toEqual({ out: 'text\n', err: '' });
  expect(await write('/dev/stderr', true)).toEqual({ out: '', err: 'text\n' });
});

it('refuses a second document on standard output', async () => {
  await expect(write('/dev/stdout', true)).rejects.toMatchObject({ code: 'SPM_USAGE' });
});
