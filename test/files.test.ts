import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeWholeFile } from '../src/files.js';
import { Redactor } from '../src/runtime/security/redactor.js';
import { temporaryFolder } from './helpers/cli.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const text = (content: string) => new Redactor().hide(content);
const options = { overwrite: false, instead: 'Choose another name.' };

describe('writeWholeFile', () => {
  it('makes the folder and the file, and leaves nothing beside it', async () => {
    const path = join(folder.path, 'a', 'b.json');
    await writeWholeFile(path, text('text'), { ...options, mode: 0o600 });
    expect(readFileSync(path, 'utf8')).toBe('text');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder.path, 'a'))).toEqual(['b.json']);
  });

  it('replaces a file only when it may', async () => {
    const path = join(folder.path, 'there.json');
    writeFileSync(path, 'old');
    await expect(writeWholeFile(path, text('new'), options)).rejects.toMatchObject({
      code: 'SPM_FILE_EXISTS',
      hint: 'Choose another name.',
    });
    expect(readFileSync(path, 'utf8')).toBe('old');
    await writeWholeFile(path, text('new'), { ...options, overwrite: true });
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('leaves nothing when it cannot be put in its place', async () => {
    const path = join(folder.path, 'taken');
    mkdirSync(join(path, 'by a folder'), { recursive: true });
    await expect(
      writeWholeFile(path, text('x'), { ...options, overwrite: true }),
    ).rejects.toMatchObject({
      code: 'SPM_WRITE_FAILED',
    });
    expect(existsSync(join(path, 'by a folder'))).toBe(true);
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
