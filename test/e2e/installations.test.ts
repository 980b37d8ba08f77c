import { existsSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { visible } from '../../src/visible.js';
import { run, runJson } from '../helpers/cli.js';
import { connectorSource, project, type TestProject } from '../helpers/project.js';

// Each test starts the binary many times.
vi.setConfig({ testTimeout: 120_000 });

const KEY = 'a'.repeat(64);
const TOKEN = 'int-hush-hush-hush-hush';
const PIN = 'hush-pin';
const FORM = `{ fields: [
  { key: 'country', type: 'text', label: 'Country' },
  { key: 'pin', type: 'password', label: 'PIN', sensitive: true },
] }`;

const open: TestProject[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) folder.remove();
});

/** A project with a connector that needs a country; its partner answers unless the country is FR. */
function given() {
  const source = connectorSource()
    .replace('configSchema: { fields: [] }', `configSchema: ${FORM}`)
    .replace(
      'parseSettings: (raw) => raw',
      `parseSettings: (raw) => {
        if (!raw.country) throw new Error('country is missing');
        if (raw.country === 'XX') throw new Error('no XX with ' + raw.pin);
        return raw;
      }`,
    )
    .replace(
      'testConnection: async () => true',
      `testConnection: async (ctx) => {
        if (process.env.MEANWHILE) {
          const { execFileSync } = await import('node:child_process');
          const { MEANWHILE, ...env } = process.env;
          const words = [process.argv[1], 'installations', ...MEANWHILE.split(' '), ctx.installationId];
          execFileSync(process.execPath, words, { env });
        }
        if (ctx.settings.country === 'IT') throw new Error('refused ' + ctx.settings.pin);
        return ctx.settings.country !== 'FR';
      }`,
    );
  const folder = project({
    'connector.mjs': source,
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs', store: 's.sqlite' }),
    'shop.json': JSON.stringify({ country: 'DE', pin: PIN }),
  });
  open.push(folder);
  const at = (env: Record<string, string> = {}, input = '') => ({
    cwd: folder.path,
    env: { SPM_CREDENTIALS_KEY: KEY, SPM_TARGET: 'production', ...env },
    input,
  });
  const json = (line: string, input = '', env: Record<string, string> = {}) =>
    runJson(['installations', ...line.split(' ')], at(env, input));
  const text = (line: string, input = '', env: Record<string, string> = {}) =>
    run(['installations', ...line.split(' ')], at(env, input));
  /** Runs with `--json` and for people: the same exit code, and no secret in either output. */
  const fails = async (line: string, input = '', env: Record<string, string> = {}) => {
    const { code, stdout, document } = await json(line, input, env);
    const person = await text(line, input, env);
    const error = document.error;
    if (error === null) throw new Error(`no error in ${stdout}`);
    expect([code, person.code]).toEqual([error.exit_code, error.exit_code]);
    expect(person.stdout).toBe('');
    expect(person.stderr).toContain(`error ${visible(error.message)} [${error.code}]`);
    expect(stdout + person.stderr).not.toContain('hush');
    return error;
  };
  const add = async (id = 'shop-1') => {
    const result = await json(`add --id ${id} --settings shop.json`, `${TOKEN}\n`);
    expect(result.code).toBe(0);
    return result;
  };
  return { folder, json, text, fails, add };
}

describe('the life of an installation', () => {
  it('is added, shown, activated, paused, and removed', async () => {
    const { folder, json, text, add, fails } = given();
    const added = await add();
    expect(added.document.data).toMatchObject({
      outcome: 'added',
      status: 'inactive',
      token_from: 'stdin',
      settings: ['country', 'pin'],
    });
    expect(added.document.diagnostics).toEqual([]);
    for (const file of ['s.sqlite', 's.sqlite-wal'])
      if (existsSync(folder.file(file)))
        expect(readFileSync(folder.file(file), 'latin1')).not.toContain('hush');

    const shown = await json('show shop-1');
    expect(shown.document.data).toMatchObject({
      installation: { installation_id: 'shop-1', status: 'inactive' },
      secrets: [
        { key: '__access_token', set: true },
        { key: '__inbound_secret', set: false },
        { key: 'pin', set: true },
      ],
      settings: [{ key: 'country', value: 'DE' }],
      runs: [],
    });
    const person = await text('show shop-1');
    expect(person.stdout).toContain('country  "DE"');
    expect(shown.stdout + person.stdout).not.toContain('hush');

    const activated = await json('activate shop-1');
    expect(activated.document.data).toMatchObject({
      status: 'active',
      changed: true,
      tested: true,
    });
    const list = await json('list --status active');
    expect(list.document.data.installations).toMatchObject([{ installation_id: 'shop-1' }]);
    expect((await text('pause shop-1')).stdout).toBe('✔ shop-1 is paused.\n');
    expect((await text('pause shop-1')).stdout).toBe('shop-1 is already paused.\n');
    expect((await json('show shop-1')).document.data).toMatchObject({
      installation: { status: 'active' },
      schedule: { paused: true, reason: 'activated' },
    });
    expect((await json('resume shop-1')).document.data).toEqual({
      ...{ installation_id: 'shop-1', paused: false, changed: true },
    });
    expect((await text('resume shop-1')).stdout).toBe('shop-1 is not paused.\n');
    expect((await text('set shop-1 --interval 1h')).stdout).toBe(
      '✔ Loops sync shop-1 every 1 h 0 min.\n',
    );
    expect((await json('set shop-1 --interval 1h')).document.data).toEqual({
      ...{ installation_id: 'shop-1', interval_ms: 3_600_000, changed: false },
    });
    await text('pause shop-1');
    expect((await text('list')).stdout).toContain('active, paused, every 1 h 0 min');
    await text('resume shop-1');
    expect((await text('set shop-1 --interval default')).stdout).toBe(
      '✔ Loops sync shop-1 as often as the loop says.\n',
    );
    for (const [line, code] of [
      ['set shop-1', 'SPM_MISSING_INPUT'],
      ['set shop-1 --interval often', 'SPM_INVALID_VALUE'],
      ['set shop-1 --interval 0s', 'SPM_INVALID_VALUE'],
      ['set shop-1 --interval 400d', 'SPM_INVALID_VALUE'],
    ] as const)
      expect(await fails(line)).toMatchObject({ code, exit_code: 64 });
    expect((await text('deactivate shop-1')).stdout).toBe('✔ shop-1 is inactive.\n');
    expect((await text('deactivate shop-1')).stdout).toBe('shop-1 is already inactive.\n');

    const removed = await json('remove shop-1 --yes --export kept/shop.json');
    expect(removed.document.data).toMatchObject({ export_file: folder.file('kept/shop.json') });
    const kept = readFileSync(folder.file('kept/shop.json'), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({ version: 1, installation: { status: 'inactive' } });
    expect(JSON.parse(kept).state).toContainEqual(
      expect.objectContaining({ key: 'cfg', value: { country: 'DE' } }),
    );
    expect(kept).not.toContain('hush');
    expect((await text('list')).stdout).toBe('No installation matches.\n');
  });

  it('is added once: the same again does nothing, other data needs --update', async () => {
    const { json, fails, add } = given();
    await add();
    expect((await add()).document.data.outcome).toBe('unchanged');
    const other = 'add --id shop-1 --shop-domain b.example';
    expect(await fails(other)).toMatchObject({
      code: 'SPM_INSTALLATION_EXISTS',
      exit_code: 64,
      hint: expect.stringContaining('--update'),
    });
    const { document } = await json(`${other} --update`);
    expect(document.data).toMatchObject({
      outcome: 'updated',
      shop_domain: 'b.example',
      token_from: null,
    });
  });

  it('gets another token', async () => {
    const { json, add } = given();
    await add();
    const outcome = async (input: string, env = {}) =>
      (await json('token shop-1', input, env)).document.data;
    expect(await outcome(TOKEN)).toMatchObject({ outcome: 'unchanged', token_from: 'stdin' });
    expect(await outcome('', { SPM_ACCESS_TOKEN: `${TOKEN}-2` })).toMatchObject({
      outcome: 'replaced',
      token_from: 'environment',
    });
    const both = await json('token shop-1 --token-stdin', 'odd_token', { SPM_ACCESS_TOKEN: TOKEN });
    expect(both.document.data).toMatchObject({ outcome: 'replaced', token_from: 'stdin' });
    expect(both.document.diagnostics).toMatchObject([{ code: 'unusual-token' }]);
  });

  it('says that a token lies in the clear where no key is needed', async () => {
    const { json } = given();
    const { document } = await json('add --id shop-1 --settings shop.json', TOKEN, {
      SPM_CREDENTIALS_KEY: '',
      SPM_TARGET: 'sandbox',
    });
    expect(document.diagnostics).toMatchObject([{ code: 'stored-in-the-clear' }]);
  });
});

describe('adding', () => {
  const line = 'add --id shop-1 --settings shop.json';

  it('needs a key of the right form to encrypt with', async () => {
    const { fails } = given();
    expect(await fails(line, TOKEN, { SPM_CREDENTIALS_KEY: '' })).toMatchObject({
      code: 'SPM_SECRET_MISSING',
      exit_code: 78,
    });
    expect(await fails(line, TOKEN, { SPM_CREDENTIALS_KEY: 'abc' })).toMatchObject({
      code: 'SPM_SECRET_INVALID',
    });
  });

  it('needs a token, alone', async () => {
    const { fails } = given();
    expect(await fails(line)).toMatchObject({ code: 'SPM_MISSING_INPUT', exit_code: 64 });
    expect(await fails(`${line} --token-stdin`, '\n')).toMatchObject({ code: 'SPM_MISSING_INPUT' });
    for (const input of ['hush hush', 'hush-1\nhush-2\n', 'hush-\u00e9'])
      expect(await fails(line, input)).toMatchObject({ code: 'SPM_INVALID_VALUE' });
  });

  it('takes no token as an argument', async () => {
    const { fails } = given();
    expect(await fails(`${line} --token hush-hush`)).toMatchObject({
      code: 'SPM_UNKNOWN_OPTION',
      hint: expect.stringContaining('standard input'),
    });
    expect(await fails(`${line} --access-token=hush-hush`)).toMatchObject({
      code: 'SPM_UNKNOWN_OPTION',
    });
  });

  it('needs an id that can be one', async () => {
    const { fails } = given();
    expect(await fails('add', TOKEN)).toMatchObject({ code: 'SPM_MISSING_INPUT' });
    for (const id of ['sandbox', 'local-1', 'a\tb'])
      expect(await fails(`add --id ${id}`, TOKEN)).toMatchObject({ code: 'SPM_INVALID_VALUE' });
  });

  it('needs settings that the connector accepts, and never repeats them', async () => {
    const { folder, json, fails } = given();
    expect(await fails('add --id shop-1', TOKEN)).toMatchObject({
      code: 'SPM_SETTINGS_INVALID',
      cause: 'country is missing',
      hint: expect.stringContaining('--settings FILE'),
    });
    folder.write('shop.json', '{\n  "country": "DE",\n  "pin": hush-pin }');
    expect(await fails(line, TOKEN)).toMatchObject({
      code: 'SPM_INVALID_VALUE',
      cause: 'this word is not JSON (at shop.json:3:10)',
    });
    folder.write('shop.json', JSON.stringify({ country: 'XX', pin: PIN }));
    expect((await fails(line, TOKEN)).cause).toBe('no XX with [redacted]');
    folder.write('shop.json', '["hush"]');
    expect((await fails(line, TOKEN)).cause).toBe('the file is not a JSON object');
    expect(await fails('add --id shop-1 --settings no.json', TOKEN)).toMatchObject({
      code: 'SPM_INVALID_VALUE',
    });
    folder.write('shop.json', '{ "country": "DE", "countri": "FR" }');
    const { document } = await json(line, TOKEN);
    expect(document.diagnostics).toMatchObject([
      { code: 'unknown-setting', hint: 'Did you mean "country"?' },
    ]);
  });
});

describe('one installation', () => {
  it('is not known', async () => {
    const { fails, add } = given();
    expect(await fails('show shop-1')).toMatchObject({ code: 'SPM_STORE_UNAVAILABLE' });
    await add();
    for (const action of ['show', 'activate', 'deactivate', 'pause', 'resume', 'token', 'remove'])
      expect(await fails(`${action} shop1`, TOKEN)).toMatchObject({
        code: 'SPM_UNKNOWN_INSTALLATION',
        exit_code: 64,
        cause: 'the registered installations are shop-1',
        hint: 'Did you mean shop-1?',
      });
  });

  it('has secrets that another key does not open', async () => {
    const { json, fails, add } = given();
    await add();
    const wrong = { SPM_CREDENTIALS_KEY: 'b'.repeat(64) };
    for (const action of ['activate', 'token'])
      expect(await fails(`${action} shop-1`, TOKEN, wrong)).toMatchObject({
        code: 'SPM_SECRET_INVALID',
        exit_code: 78,
      });
    const shown = await json('show shop-1', '', wrong);
    expect(shown.code).toBe(0);
    expect(shown.document.data.settings).toEqual([{ key: 'country', value: null }]);
    expect(shown.document.diagnostics).toMatchObject([{ code: 'unreadable-state' }]);
  });

  it('stays inactive when the connection does not work', async () => {
    const { folder, json, fails, add } = given();
    folder.write('shop.json', '{ "country": "FR" }');
    await add();
    expect(await fails('activate shop-1')).toMatchObject({
      code: 'SPM_CONNECTION_FAILED',
      exit_code: 1,
    });
    expect((await json('list')).document.data.installations).toMatchObject([
      { status: 'inactive' },
    ]);
    expect((await json('activate shop-1 --no-test')).document.data).toMatchObject({
      status: 'active',
      tested: false,
    });
  });

  it('keeps the status that another process gives it while its connection is tested', async () => {
    const { json, add } = given();
    await add();
    const activatedWhile = async (MEANWHILE: string) =>
      (await json('activate shop-1', '', { MEANWHILE })).document;
    expect((await activatedWhile('activate --no-test')).data).toMatchObject({
      status: 'active',
      changed: false,
      tested: true,
    });
    expect((await activatedWhile('deactivate')).error).toMatchObject({
      code: 'SPM_INSTALLATION_CHANGED',
      exit_code: 75,
      message: 'Another process changed the status of shop-1',
      cause:
        'it was active at the start of this command and is inactive now; this command changed nothing',
    });
    expect((await json('list')).document.data.installations).toMatchObject([
      { status: 'inactive' },
    ]);
    expect((await activatedWhile('remove --yes')).error).toMatchObject({
      code: 'SPM_UNKNOWN_INSTALLATION',
      exit_code: 64,
    });
  });

  it('repeats no secret that the connector names when it fails', async () => {
    const { folder, fails, add } = given();
    folder.write('shop.json', JSON.stringify({ country: 'IT', pin: PIN }));
    await add();
    expect((await fails('activate shop-1')).cause).toBe('refused [redacted]');
  });

  it('is removed only on purpose, and not over a file', async () => {
    const { folder, json, fails, add } = given();
    await add();
    expect(await fails('remove shop-1')).toMatchObject({
      code: 'SPM_MISSING_INPUT',
      exit_code: 64,
      hint: 'Run `spm-connect installations remove shop-1 --yes`.',
    });
    expect(await fails('remove shop-1', '', { SPM_YES: '1' })).toMatchObject({
      code: 'SPM_MISSING_INPUT',
    });
    folder.write('there.json', 'mine');
    expect(await fails('remove shop-1 --yes --export there.json')).toMatchObject({
      code: 'SPM_FILE_EXISTS',
    });
    expect(readFileSync(folder.file('there.json'), 'utf8')).toBe('mine');
    expect((await json('list')).document.data.installations).toHaveLength(1);
  });

  it('is left alone while another process works on it, or keeps the store locked', async () => {
    const { folder, fails, add } = given();
    await add();
    const db = new Database(folder.file('s.sqlite'));
    const later = new Date(Date.now() + 600_000).toISOString();
    db.prepare("UPDATE spm_lease SET until = ?, owner_host = 'elsewhere'").run(later);
    expect(await fails('remove shop-1 --yes')).toMatchObject({
      code: 'SPM_LEASE_HELD',
      exit_code: 75,
    });
    db.exec('BEGIN IMMEDIATE');
    expect(await fails('token shop-1', TOKEN)).toMatchObject({
      code: 'SPM_STORE_BUSY',
      exit_code: 69,
    });
    db.exec('ROLLBACK');
    db.close();
  });
});
