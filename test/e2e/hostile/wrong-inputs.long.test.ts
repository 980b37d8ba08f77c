import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { run, runJson } from '../../helpers/cli.js';
import { connectorSource, project, type TestProject } from '../../helpers/project.js';
import { openShop } from '../../helpers/shop.js';

const open: TestProject[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) folder.remove();
});

const CONFIG = { connector: './connector.mjs' };

/** A project with a JSON configuration and these files. */
function given(files: Record<string, string> = {}, config: object | null = CONFIG): TestProject {
  const all = {
    'connector.mjs': connectorSource(),
    ...(config === null ? {} : { 'spm-connect.config.json': JSON.stringify(config) }),
    ...files,
  };
  const folder = project(all);
  open.push(folder);
  return folder;
}

/** Runs with `--json` and for people, and compares the two. */
async function fails(folder: TestProject, args: string[], env: Record<string, string> = {}) {
  const options = { cwd: folder.path, env };
  const { code, stdout, document } = await runJson(args, options);
  expect(document).toMatchObject({ schemaVersion: 1, ok: false, data: null });
  const { error } = document;
  if (error === null) throw new Error(`no error in ${stdout}`);
  expect(code).toBe(error.exit_code);
  expect(error.hint).toBeTruthy();
  const person = await run(args, options);
  expect(person.code).toBe(code);
  expect(person.stdout).toBe('');
  expect(person.stderr).toContain(`error ${error.message} [${error.code}]`);
  expect(person.stderr).toMatch(/\n {2}hint: \S/);
  expect(person.stderr).not.toMatch(/\n\s+at .*:\d+:\d+\)?\n/);
  return error;
}

/** Lints a file that cannot be loaded: lint reports it as a finding, and ends with 1. */
async function lintFinds(folder: TestProject, file = 'connector.mjs') {
  const options = { cwd: folder.path };
  const { code, document } = await runJson(['lint'], options);
  expect(code).toBe(1);
  expect(document).toMatchObject({ ok: false, error: null, data: { summary: { error: 1 } } });
  const [finding] = document.data.findings;
  expect(finding).toMatchObject({ rule: 'lint/load', severity: 'error', file });
  const person = await run(['lint'], options);
  expect(person.code).toBe(1);
  expect(person.stdout).toContain(`error ${finding.message} [lint/load]`);
  expect(person.stdout).toContain(`hint: ${finding.hint}`);
  return finding;
}

describe('the configuration', () => {
  it('is missing', async () => {
    const error = await fails(given({}, null), ['sync']);
    expect(error).toMatchObject({ code: 'SPM_CONFIG_NOT_FOUND', exit_code: 78 });
    expect(error.hint).toContain('spm-connect init');
  });

  it('is not where --config says', async () => {
    const error = await fails(given(), ['lint', '--config', 'other.json']);
    expect(error).toMatchObject({ code: 'SPM_CONFIG_NOT_FOUND', exit_code: 78 });
    expect(error.message).toContain('other.json');
  });

  it('is there twice', async () => {
    const folder = given({ 'spm-connect.config.yaml': 'connector: ./connector.mjs\n' });
    const error = await fails(folder, ['config']);
    expect(error).toMatchObject({ code: 'SPM_CONFIG_AMBIGUOUS', exit_code: 78 });
    expect(error.cause).toContain('spm-connect.config.json');
    expect(error.cause).toContain('spm-connect.config.yaml');
    const { message } = await lintFinds(folder, 'spm-connect.config.json');
    expect(message).toContain('spm-connect.config.json');
    expect(message).toContain('spm-connect.config.yaml');
  });

  it('has a key that does not exist, close to one that does', async () => {
    const error = await fails(given({}, { ...CONFIG, sync: { backfilDays: 3 } }), ['config']);
    expect(error).toMatchObject({ code: 'SPM_CONFIG_INVALID', exit_code: 78 });
    expect(error.cause).toContain('sync.backfilDays');
    expect(error.cause).toContain('did you mean backfillDays?');
  });

  it('has a value of the wrong type', async () => {
    const error = await fails(given({}, { ...CONFIG, sync: { backfillDays: 'many' } }), ['config']);
    expect(error.code).toBe('SPM_CONFIG_INVALID');
    expect(error.cause).toContain('sync.backfillDays');
  });

  it('is no JSON', async () => {
    const folder = given({ 'spm-connect.config.json': '{ "connector": ' }, null);
    expect(await fails(folder, ['config'])).toMatchObject({
      code: 'SPM_CONFIG_INVALID',
      exit_code: 78,
    });
  });

  it('throws while it loads, and the place is told', async () => {
    const folder = given(
      { 'spm-connect.config.mjs': 'const a = 1;\nthrow new Error("not today");\n' },
      null,
    );
    const error = await fails(folder, ['config']);
    expect(error.code).toBe('SPM_CONFIG_INVALID');
    expect(error.cause).toContain('not today');
    expect(error.cause).toContain('spm-connect.config.mjs:2');
  });

  it('names a target that is none, or one that would leak the token', async () => {
    expect(await fails(given(), ['provision', '--target', 'sandbx'])).toMatchObject({
      code: 'SPM_INVALID_VALUE',
      exit_code: 64,
    });
    const error = await fails(given(), ['provision', '--target', 'http://api.example.com']);
    expect(error.code).toBe('SPM_INVALID_VALUE');
    expect(error.cause).toContain('clear text');
  });

  it('names a settings fixture that is not there', async () => {
    const folder = given({}, { ...CONFIG, lint: { settings: ['./none.json'] } });
    const error = await fails(folder, ['graph']);
    expect(error).toMatchObject({ code: 'SPM_CONFIG_INVALID', exit_code: 78 });
    expect(error.message).toContain('none.json');
    expect(await lintFinds(folder, 'none.json')).toMatchObject({
      message: expect.stringContaining('none.json'),
    });
  });
});

describe('the connector', () => {
  it('is missing, with a near miss', async () => {
    const folder = given({}, { connector: './conector.mjs' });
    const error = await fails(folder, ['sync']);
    expect(error).toMatchObject({ code: 'SPM_CONNECTOR_NOT_FOUND', exit_code: 78 });
    expect(error.hint).toContain('connector.mjs');
    expect(await lintFinds(folder, 'conector.mjs')).toMatchObject({ hint: error.hint });
  });

  it('has a syntax error, and the place is told', async () => {
    const folder = given({ 'connector.mjs': 'const a = 1;\nexport default {{;\n' });
    const error = await fails(folder, ['sync']);
    expect(error).toMatchObject({ code: 'SPM_CONNECTOR_LOAD', exit_code: 78 });
    expect(error.cause).toContain('connector.mjs:2');
    expect(await lintFinds(folder)).toMatchObject({ line: 2 });
  });

  it('throws while it loads', async () => {
    const folder = given({ 'connector.mjs': '\n\nthrow new Error("no partner");\n' });
    const error = await fails(folder, ['provision', '--dry-run']);
    expect(error).toMatchObject({ code: 'SPM_CONNECTOR_LOAD', exit_code: 78 });
    expect(error.cause).toContain('no partner');
    expect(error.cause).toContain('connector.mjs:3');
  });

  it('imports what is not installed', async () => {
    const folder = given({ 'connector.mjs': "import 'a-package-that-is-not-there';\n" });
    const error = await fails(folder, ['sync']);
    expect(error.code).toBe('SPM_CONNECTOR_LOAD');
    expect(error.hint).toContain('Install');
    expect(await lintFinds(folder)).toMatchObject({
      line: 1,
      message: expect.stringContaining('a-package-that-is-not-there'),
      hint: expect.stringContaining('Install'),
    });
  });

  it('has no default export', async () => {
    const folder = given({ 'connector.mjs': 'export const connector = {};\n' });
    const error = await fails(folder, ['sync']);
    expect(error).toMatchObject({ code: 'SPM_CONNECTOR_INVALID', exit_code: 78 });
    expect(error.cause).toContain('connector');
    expect(await lintFinds(folder)).toMatchObject({
      message: expect.stringContaining('no default export'),
    });
  });

  it('exports something else', async () => {
    const folder = given({ 'connector.mjs': 'export default { slug: "x" };\n' });
    const error = await fails(folder, ['sync']);
    expect(error).toMatchObject({ code: 'SPM_CONNECTOR_INVALID', exit_code: 78 });
    expect(error.message).toContain('syncSteps');
  });

  it('has a bad slug, which defineIntegration refuses', async () => {
    const folder = given({ 'connector.mjs': connectorSource({ slug: 'Not A Slug' }) });
    expect(await fails(folder, ['sync'])).toMatchObject({
      code: 'SPM_CONNECTOR_INVALID',
      exit_code: 78,
      message: expect.stringContaining('slug must contain only a-z, 0-9'),
      cause: expect.stringMatching(/^defined at connector\.mjs:\d+:\d+$/),
      hint: expect.stringContaining('spm-connect lint'),
      details: { at: expect.stringContaining('connector.mjs:'), problems: [{ path: 'slug' }] },
    });
    expect(await lintFinds(folder)).toMatchObject({
      line: expect.any(Number),
      message: expect.stringContaining('slug must contain only a-z, 0-9'),
    });
  });

  it('refuses the settings', async () => {
    const source = connectorSource().replace(
      'parseSettings: (raw) => raw',
      'parseSettings: () => { throw new Error("url is missing"); }',
    );
    const error = await fails(given({ 'connector.mjs': source }), ['sync']);
    expect(error).toMatchObject({
      code: 'SPM_SETTINGS_INVALID',
      exit_code: 78,
      cause: 'url is missing',
    });
  });
});

const definition = (name: string, target: string) =>
  `{ name: '${name}', fields: [{ name: 'ref', type: 'number' }], relationships: [{ sourceField: 'ref', targetSchemaType: 'custom', targetSchema: '${target}' }] }`;
const CYCLE = `{ customData: [${definition('a', 'b')}, ${definition('b', 'a')}] }`;
const BAD_KEYS =
  "{ customData: [{ name: 'card', unique_keys: ['nubmer'], fields: [{ name: 'number', type: 'text', required: true }] }] }";

describe('the plan', () => {
  it('has a cycle: lint finds it, provision stops before any call', async () => {
    const folder = given({ 'connector.mjs': connectorSource({ provisioning: CYCLE }) });
    const { code, document } = await runJson(['lint'], { cwd: folder.path });
    expect(code).toBe(1);
    expect(document).toMatchObject({ ok: false, error: null, data: { summary: { error: 1 } } });
    expect(document.data.findings).toContainEqual(
      expect.objectContaining({
        rule: 'plan/definition-cycle',
        severity: 'error',
        file: 'connector.mjs',
      }),
    );
    const error = await fails(folder, ['provision']);
    expect(error).toMatchObject({ code: 'SPM_PLAN_CYCLE', exit_code: 78 });
    expect(`${error.message} ${error.cause}`).toContain('a -> b -> a');
  });

  it('has unique_keys that are no field: lint names it, provision refuses it', async () => {
    const folder = given({ 'connector.mjs': connectorSource({ provisioning: BAD_KEYS }) });
    const lint = await run(['lint'], { cwd: folder.path });
    expect(lint.code).toBe(1);
    expect(lint.stdout).toContain('plan/unique-keys');
    expect(lint.stdout).toContain('nubmer');
    expect(lint.stdout).toMatch(/number/);
    const error = await fails(folder, ['provision', '--dry-run']);
    expect(error).toMatchObject({ code: 'SPM_PLAN_INVALID', exit_code: 78 });
    expect(`${error.message} ${error.cause}`).toMatch(/unique_keys.*'?nubmer/);
  });

  it('throws, which is the fault of the connector', async () => {
    const provisioning = "() => { throw new Error('no plan today'); }";
    const folder = given({ 'connector.mjs': connectorSource({ provisioning }) });
    const error = await fails(folder, ['provision']);
    expect(error).toMatchObject({
      code: 'SPM_PLAN_INVALID',
      exit_code: 78,
      cause: 'no plan today',
    });
    const { document } = await runJson(['lint'], { cwd: folder.path });
    expect(document.data.findings[0].message).toContain('no plan today');
  });

  it('cannot be evaluated without a shop, and lint says so', async () => {
    const provisioning = "async (ctx) => { ctx.withSource('x'); return {}; }";
    const folder = given({ 'connector.mjs': connectorSource({ provisioning }) });
    const { code, document } = await runJson(['lint'], { cwd: folder.path });
    expect(code).toBe(1);
    expect(document.data.findings[0]).toMatchObject({
      rule: 'lint/evaluation',
      severity: 'error',
    });
    expect(document.data.findings[0].message).toContain('ctx.withSource needs a shop');
  });
});

const SOURCE = "{ dataSources: [{ key: 'a', decl: { label: 'A', type: 'api' } }] }";

describe('the target', () => {
  it('refuses the key', async () => {
    const folder = given({ 'connector.mjs': connectorSource({ provisioning: SOURCE }) });
    const api = await openShop(folder.path, 'other.sqlite');
    try {
      const env = { SPM_ACCESS_TOKEN: 'a-key-that-is-not-the-right-one' };
      for (const args of [['provision'], ['sync']]) {
        const error = await fails(folder, [...args, '--target', api.baseUrl], env);
        expect(error).toMatchObject({ code: 'SPM_API_UNAUTHORIZED', exit_code: 69 });
        expect(JSON.stringify(error)).not.toContain(env.SPM_ACCESS_TOKEN);
      }
      const error = await fails(folder, ['provision', '--target', api.baseUrl]);
      expect(error).toMatchObject({ code: 'SPM_SECRET_MISSING', exit_code: 78 });
      expect(error.hint).toContain('SPM_ACCESS_TOKEN');
      const accepted = await runJson(['provision', '--target', api.baseUrl], {
        cwd: folder.path,
        env: { SPM_ACCESS_TOKEN: api.key },
      });
      expect(accepted.code).toBe(0);
      expect(accepted.document.data.installation_id).toMatch(/^local-[0-9a-f]{12}$/);
    } finally {
      await api.stop();
    }
  });

  it('does not answer', async () => {
    const target = `http://127.0.0.1:${await unusedPort()}`;
    const env = { SPM_ACCESS_TOKEN: 'whatever-key-of-the-right-form' };
    const folder = given({ 'connector.mjs': connectorSource({ provisioning: SOURCE }) });
    for (const args of [['provision', '--dry-run'], ['sync']]) {
      const error = await fails(folder, [...args, '--target', target], env);
      expect(error).toMatchObject({ code: 'SPM_API_UNREACHABLE', exit_code: 69 });
    }
  });

  it('is another shop than before, because the sandbox beside the store was deleted', async () => {
    const folder = given();
    expect((await run(['sync'], { cwd: folder.path })).code).toBe(0);
    for (const suffix of ['', '-wal', '-shm'])
      rmSync(folder.file(`.spm/sandbox.sqlite${suffix}`), { force: true });
    for (const command of ['sync', 'provision'])
      expect(await fails(folder, [command])).toMatchObject({
        code: 'SPM_SHOP_CHANGED',
        exit_code: 78,
      });
  });

  it('has cursors of its own for every URL', async () => {
    const folder = given();
    for (const data of ['one.sqlite', 'two.sqlite']) {
      const api = await openShop(folder.path, data);
      try {
        const { document } = await runJson(['sync', '--target', api.baseUrl], {
          cwd: folder.path,
          env: { SPM_ACCESS_TOKEN: api.key },
        });
        expect(document.data.totals.acknowledged).toBe(120);
        expect(await api.all('/customers')).toHaveLength(120);
      } finally {
        await api.stop();
      }
    }
  });

  it('is production without a registered shop', async () => {
    expect(await fails(given(), ['sync', '--target', 'production'])).toMatchObject({
      code: 'SPM_UNKNOWN_INSTALLATION',
      exit_code: 64,
    });
  });
});

describe('the store', () => {
  it('is not there yet, and reports make none', async () => {
    for (const command of ['health', 'overview'])
      expect(await fails(given(), [command])).toMatchObject({
        code: 'SPM_STORE_UNAVAILABLE',
        exit_code: 69,
      });
  });

  it('is no database', async () => {
    const folder = given({
      'store.sqlite': 'this is a text file that is long enough to be read as a page',
    });
    for (const command of ['sync', 'health']) {
      const error = await fails(folder, [command, '--store', 'store.sqlite']);
      expect(error).toMatchObject({ code: 'SPM_STORE_CORRUPT', exit_code: 69 });
    }
  });

  it('lies where a file stands in the way of its folder', async () => {
    const folder = given({ file: '' });
    const error = await fails(folder, ['sync', '--store', join('file', 'store.sqlite')]);
    expect(error).toMatchObject({ code: 'SPM_STORE_MISSING_FOLDER', exit_code: 69 });
  });

  it('is a directory', async () => {
    const folder = given();
    mkdirSync(folder.file('store.sqlite'));
    expect(await fails(folder, ['sync', '--store', 'store.sqlite'])).toMatchObject({
      exit_code: 69,
    });
  });
});

describe('the command line', () => {
  it('names a template that does not exist', async () => {
    const folder = project();
    open.push(folder);
    const error = await fails(folder, ['init', 'x', '--template', 'cvs', '--yes']);
    expect(error).toMatchObject({ code: 'SPM_UNKNOWN_TEMPLATE', exit_code: 64 });
    expect(`${error.cause} ${error.hint}`).toContain('csv');
  });

  it('leaves out what init needs, and nothing may be asked', async () => {
    const folder = project();
    open.push(folder);
    const error = await fails(folder, ['init']);
    expect(error).toMatchObject({ code: 'SPM_MISSING_INPUT', exit_code: 64 });
    expect(error.hint).toContain('spm-connect init');
    expect(`${error.cause} ${error.hint}`).toContain('--template');
  });

  it('scaffolds over files that are there', async () => {
    const folder = project({ 'package.json': '{}' });
    open.push(folder);
    const error = await fails(folder, ['init', '.', '--template', 'csv', '--slug', 'x', '--yes']);
    expect(error).toMatchObject({ code: 'SPM_DIRECTORY_NOT_EMPTY', exit_code: 64 });
    expect(`${error.message} ${error.cause}`).toContain('package.json');
  });

  it('asks for a detailed exit code where something would be written', async () => {
    const error = await fails(given(), ['provision', '--detailed-exitcode']);
    expect(error).toMatchObject({ code: 'SPM_USAGE', exit_code: 64 });
    expect(error.hint).toContain('--dry-run');
  });

  it('names an entity that no step has', async () => {
    const error = await fails(given(), ['sync', '--only', 'custmers']);
    expect(error).toMatchObject({ code: 'SPM_UNKNOWN_ENTITY', exit_code: 64 });
    expect(`${error.cause} ${error.hint}`).toContain('customers');
  });
});

function unusedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
