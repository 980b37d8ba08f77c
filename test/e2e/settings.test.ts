import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, runJson } from '../helpers/cli.js';
import { CONFIG, connectorSource, project, type TestProject } from '../helpers/project.js';

let folder: TestProject;
beforeAll(() => {
  folder = project({ 'connector.mjs': connectorSource(), 'spm-connect.config.mjs': CONFIG });
});
afterAll(() => folder.remove());

async function refused(line: string, env: Record<string, string> = {}) {
  const { code, document } = await runJson(line.split(' '), { cwd: folder.path, env });
  expect(code).toBe(document.error?.exit_code);
  return document.error;
}

describe('a setting', () => {
  it('is refused by its variable as by the file, before anything is read', async () => {
    for (const [env, expected] of [
      [{ SPM_BACKFILL_DAYS: '0' }, 'expected a whole number from 1 to 36,500'],
      [{ SPM_CONCURRENCY: '100000' }, 'expected a whole number from 1 to 64'],
      [{ SPM_INTERVAL: '0s' }, 'expected a duration from 1s to 365d, such as 15m or 36h'],
    ] as const) {
      const [[name, value] = []] = Object.entries(env);
      expect(await refused('sync', { ...env })).toMatchObject({
        code: 'SPM_INVALID_VALUE',
        exit_code: 64,
        message: `${name} cannot be '${value}'`,
        cause: expected,
      });
    }
    const file = { sync: { backfillDays: 0 }, target: 'http://a.example' };
    folder.write('other.json', JSON.stringify(file));
    const error = await refused('config --config other.json', { SPM_BACKFILL_DAYS: '3' });
    expect(error).toMatchObject({ code: 'SPM_CONFIG_INVALID', exit_code: 78 });
    expect(error?.message).toContain('other.json');
    expect(error?.cause).toContain('sync.backfillDays cannot be 0: expected a whole number from 1');
    expect(error?.cause).toContain("target cannot be 'http://a.example': plain http");
  });
});

describe('the variable of an option', () => {
  it('is that of its command; one of earlier versions is not read, and told of', async () => {
    const options = (env: Record<string, string>) => ({ cwd: folder.path, env });
    const json = await run(['lint'], options({ SPM_LINT_FORMAT: 'json', SPM_MY_OWN: '1' }));
    expect(JSON.parse(json.stdout)).toBeTruthy();
    expect(json.stderr).toBe('');
    const former = await run(['lint'], options({ SPM_FORMAT: 'json' }));
    expect(former.stdout).not.toMatch(/^\{/);
    expect(former.stderr).toContain('warn SPM_FORMAT is no longer read');
    const dry = await runJson(['sync'], options({ SPM_SYNC_DRY_RUN: '1' }));
    expect(dry.document.data).toMatchObject({ dry_run: true });
  });
});
