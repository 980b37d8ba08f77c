/**
 * A value that is invalid in the configuration file is invalid from every origin, and each variable has one meaning.
 */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, runJson } from '../../helpers/cli.js';
import { stepsSource } from '../../helpers/hostile.js';
import { project, type TestProject } from '../../helpers/project.js';

const config = (more: object = {}) =>
  JSON.stringify({ connector: './connector.mjs', store: 's.sqlite', ...more });

let folder: TestProject;
beforeAll(async () => {
  folder = project({
    'spm-connect.config.json': config(),
    'connector.mjs': stepsSource([
      "bulk('customers', async function* () { yield row('good'); for (const id of ['x', 'y']) yield row(id, { email: 'none' }); }, { tolerateRejects: true })",
    ]),
    'dot/.env': 'SPM_BACKFILL_DAYS=0\n',
    'dot/spm-connect.config.json': JSON.stringify({ connector: '../connector.mjs' }),
  });
  for (const line of ['sync', 'sync --full']) await run(line.split(' '), { cwd: folder.path });
}, 60_000);
afterAll(() => folder.remove());

describe('a value that the file refuses', { timeout: 60_000 }, () => {
  it.each([
    ['SPM_BACKFILL_DAYS', '36501'],
    ['SPM_BACKFILL_DAYS', '00'],
    ['SPM_BACKFILL_DAYS', '999999999999999'],
    ['SPM_CONCURRENCY', '0'],
    ['SPM_CONCURRENCY', '65'],
    ['SPM_INTERVAL', 'soon'],
    ['SPM_INTERVAL', '15'],
    ['SPM_INTERVAL', '-1m'],
    ['SPM_PORT', '65536'],
    ['SPM_ADMIN_PORT', '100000'],
  ])('%s=%s is refused from the environment, before anything is done', async (name, value) => {
    const store = `${name}-${value}.sqlite`;
    const env = { [name]: value, SPM_STORE: store };
    const { code, stderr } = await run(['sync'], { cwd: folder.path, env });
    expect([64, 78]).toContain(code);
    expect(stderr).toContain(name);
    expect(existsSync(folder.file(store))).toBe(false);
  });

  it('is refused from a .env file, too', async () => {
    const { code } = await run(['sync'], { cwd: folder.file('dot') });
    expect([64, 78]).toContain(code);
    expect(existsSync(folder.file('dot/.spm'))).toBe(false);
  });
});

describe('a variable of one command', { timeout: 60_000 }, () => {
  it.each([
    ['SPM_FORMAT', 'csv', 'lint'],
    ['SPM_SINCE', 'never', 'rejects'],
    ['SPM_STATE', 'replayed', 'cursors'],
    ['SPM_DRY_RUN', 'perhaps', 'sync'],
  ])('%s=%s means nothing to %s', async (name, value, line) => {
    const { code } = await run(line.split(' '), { cwd: folder.path, env: { [name]: value } });
    expect(code).toBe(0);
  });

  it('SPM_LIMIT and SPM_INSTALLATION cut no list', async () => {
    const env = { SPM_LIMIT: '1', SPM_INSTALLATION: 'nobody' };
    const { code, document } = await runJson(['rejects'], { cwd: folder.path, env });
    expect(code).toBe(0);
    expect(document.data.rejects).toHaveLength(2);
  });

  it('SPM_LINT_FORMAT chooses how lint writes, SPM_GRAPH_FORMAT how graph draws', async () => {
    const env = { SPM_LINT_FORMAT: 'sarif', SPM_GRAPH_FORMAT: 'mermaid', SPM_FORMAT: 'csv' };
    const linted = await run(['lint'], { cwd: folder.path, env });
    expect(JSON.parse(linted.stdout || 'null')).toMatchObject({ version: '2.1.0' });
    const drawn = await run(['graph'], { cwd: folder.path, env });
    expect(drawn.stdout).toMatch(/^(flowchart|graph|erDiagram|classDiagram)/m);
  });

  it.each(['sync', 'provision', 'init', 'rejects export', 'installations add'])(
    'the help of %s names none that another command could have',
    async (line) => {
      const { stdout } = await run([...line.split(' '), '--help'], { cwd: folder.path });
      const own = (stdout.split('Global Options')[0] ?? '').replaceAll(/\s+/g, ' ');
      const names = [...own.matchAll(/\(env: (SPM_\w+)\)/g)].map(([, name]) => name ?? '');
      const prefix = `SPM_${line.split(' ')[0]?.toUpperCase()}_`;
      // The variables of settings.
      const settings = ['SPM_BASE', 'SPM_CONCURRENCY', 'SPM_INTERVAL'];
      expect(names.filter((name) => !name.startsWith(prefix) && !settings.includes(name))).toEqual(
        [],
      );
      expect(names).not.toEqual([]);
    },
  );
});

describe('sync --shops', { timeout: 60_000 }, () => {
  it.each([
    ['--shops 2', 0],
    ['--shops 0', 64],
    ['--shops 65', 64],
  ])('sync %s ends with %i, by the value', async (more, expected) => {
    const { code, document } = await runJson(['sync', ...more.split(' ')], { cwd: folder.path });
    expect(code).toBe(expected);
    if (expected === 64) expect(document.error?.code).toBe('SPM_INVALID_VALUE');
  });

  it('has its name in the help, and --concurrency still works', async () => {
    const { stdout } = await run(['sync', '--help'], { cwd: folder.path });
    expect(stdout).toContain('--shops');
    expect((await run(['sync', '--concurrency', '2'], { cwd: folder.path })).code).toBe(0);
  });
});
