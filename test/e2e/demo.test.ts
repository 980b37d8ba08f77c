import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cleanEnv, ROOT } from '../helpers/cli.js';

describe('the demo', () => {
  it('tells the whole story, each command line before what it prints', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(ROOT, 'scripts', 'demo.js')],
      {
        env: cleanEnv(),
      },
    );
    const told = [
      '$ spm-connect init my-shop',
      'is ready. Next:',
      '$ spm-connect lint',
      'has no findings',
      '$ spm-connect provision --dry-run',
      'to create.',
      '$ spm-connect provision --yes',
      'created.',
      '$ spm-connect sync --full',
      '1 rejected.',
      '$ spm-connect sync\n',
      '0 items acknowledged, 1 rejected.',
      '$ spm-connect sync\n',
      '3 items acknowledged, 1 rejected.',
      '$ spm-connect health',
      'health ok',
      '$ spm-connect overview',
      'dead letters',
    ];
    let from = 0;
    for (const text of told) {
      const at = stdout.indexOf(text, from);
      expect(
        at,
        `${text} after ${stdout.slice(Math.max(0, from - 80), from)}`,
      ).toBeGreaterThanOrEqual(0);
      from = at + text.length;
    }
  }, 120_000);
});
