/**
 * Secrets that a connector reveals, in each place that can carry text: no output, no file and no byte of the store
 * contains one.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Result, run } from '../../helpers/cli.js';
import { filesText, outputs, stepsSource, storeText } from '../../helpers/hostile.js';
import {
  ENV,
  escaped,
  FIELDS,
  KNOWN,
  leaky,
  OWN_FILES,
  slips,
  TOP,
  textOf,
} from '../../helpers/leaky.js';
import type { TestProject } from '../../helpers/project.js';

/** Every step reveals everything in a different way. */
const STEPS: Record<string, string> = {
  'stream-cause': `bulk('stream-cause', async function* (ctx) { throw new Error(all('stream-cause', ctx.settings), { cause: new Error(all('stream-cause', ctx.settings)) }); })`,
  'map-throws': `bulk('map-throws', async function* () { yield row('m'); }, { map: (raw, ctx) => { throw new TypeError(all('map-throws', ctx.settings)); } })`,
  'push-throws': `bulk('push-throws', async function* () { yield row('p'); }, { push: async (ctx) => { throw new Error(all('push-throws', ctx.settings)); } })`,
  'advance-throws': `bulk('advance-throws', async function* () { yield row('a'); }, { advanceTo: (ctx) => { throw new Error(all('advance-throws', ctx.settings)); } })`,
  'sources-throw': `bulk('sources-throw', async function* () {}, { cursorScope: 'per-source', sources: (ctx) => { throw new Error(all('sources-throw', ctx.settings)); } })`,
  'no-error': `bulk('no-error', async function* (ctx) { await Promise.reject(all('no-error', ctx.settings)); })`,
  'no-error-object': `plain('no-error-object', (ctx) => Promise.reject({ message: all('no-error-object', ctx.settings), toString: () => all('no-error-object', ctx.settings) }))`,
  aggregate: `plain('aggregate', async (ctx) => { throw new AggregateError([new Error(all('aggregate', ctx.settings))], all('aggregate', ctx.settings)); })`,
  'plain-errors': `plain('plain-errors', async (ctx) => ({ items: 0, errors: ['fine', all('plain-errors', ctx.settings)] }))`,
  logged: `plain('logged', async (ctx) => { ctx.logger.warn(all('logged', ctx.settings), { deep: [{ text: all('logged', ctx.settings) }] }); ctx.logger.child({ about: all('logged', ctx.settings) }).error('x', { error: new Error(all('logged', ctx.settings)) }); return { items: 0, errors: [] }; })`,
  'console-prints': `plain('console-prints', async (ctx) => { console.log(all('console-prints', ctx.settings)); console.error(new Error(all('console-prints', ctx.settings))); return { items: 0, errors: [] }; })`,
  'letter-reason': `bulk('letter-reason', async function* () { yield row('r1'); }, { push: (ctx, records) => ctx.sendBulk(async () => ({ ok: true, statusCode: 200, data: { statusCode: 200, sent_count: 0, rejected_count: 1, rejected_items: [{ index: 0, errors: [all('letter-reason', ctx.settings)] }] } }), records), tolerateRejects: true })`,
  'letter-payload': `bulk('letter-payload', async function* (ctx) { yield row('good-one'); yield row('r2', { email: 'none', first_name: all('letter-payload', ctx.settings), options: { list: [{ said: 'so ' + all('letter-payload', ctx.settings) }] } }); }, { tolerateRejects: true })`,
  'letter-key': `bulk('letter-key', async function* (ctx) { yield row('good-two'); yield row(all('letter-key', ctx.settings), { email: 'none' }); }, { tolerateRejects: true })`,
};

describe('what slips out of a step', { timeout: 120_000 }, () => {
  let folder: TestProject;
  let printed: Record<string, Result>;
  let found: string[];
  beforeAll(async () => {
    folder = leaky(Object.values(STEPS));
    const at = { cwd: folder.path, env: ENV };
    const shown = ['runs show 1', 'runs show 1 --json', 'cursors', 'cursors --json'];
    printed = await outputs(
      [
        'sync --full --verbose',
        'sync --full --json',
        ...shown,
        'overview --json',
        'rejects',
        'rejects show 1',
        'rejects export --json',
        'rejects export --format csv --out out.csv',
        'cursors export --out cursors.json',
        'rejects replay --json',
      ],
      at,
    );
    const bytes = `${storeText(folder.file('s.sqlite'))}\n${filesText(folder.path, OWN_FILES)}`;
    found = slips(`${textOf(printed)}\n${bytes}`);
  }, 120_000);
  afterAll(() => folder.remove());

  it.each(Object.keys(STEPS))('%s: it is nowhere', (place) => {
    expect(found.filter((one) => one.startsWith(`${place}~`))).toEqual([]);
  });

  it('is nowhere else either, and the reports are whole', () => {
    expect(found).toEqual([]);
    const { data } = JSON.parse(printed['sync --full --json']?.stdout ?? '');
    expect(data.steps).toHaveLength(Object.keys(STEPS).length);
  });
});

describe('what slips out where no step runs', { timeout: 120_000 }, () => {
  const PLAN = (place: string) =>
    `provisioning: (ctx) => ({ customData: [{ name: 'Card', description: all('${place}', ctx.settings), fields: [{ name: 'no', type: 'text', label: all('${place}', ctx.settings), description: all('${place}', ctx.settings) }] }], dataSources: [{ key: 'a', decl: { label: all('${place}', ctx.settings), type: 'api' } }] }),`;
  let folder: TestProject;
  beforeAll(() => {
    const source = (more: string, steps: string[] = []) =>
      stepsSource(steps, { fields: FIELDS, more, top: TOP });
    folder = leaky([], '', {
      'enabled.mjs': source('', [
        "bulk('customers', async function* () {}, { enabled: (s) => { throw new Error(all('enabled', s)); } })",
      ]),
      'parse.mjs': source(
        "parseSettings: (raw) => { if (process.env.FAIL) throw new Error(all('parse', raw), { cause: all('parse', raw) }); return raw; },",
      ),
      'test.mjs': source(
        "testConnection: async ({ settings, logger }) => { logger.warn(all('test', settings)); throw new Error(all('test', settings)); },",
      ),
      'thrown.mjs': source(
        "provisioning: (ctx) => { throw new Error(all('thrown', ctx.settings)); },",
      ),
      'plan.mjs': source(PLAN('plan')),
      'crash.mjs': source('', [
        "bulk('customers', async function* (ctx) { setTimeout(() => { throw new Error(all('crash', ctx.settings)); }); await new Promise((done) => setTimeout(done, 50)); })",
      ]),
    });
  });
  afterAll(() => folder.remove());

  const tryAll = async (connector: string, lines: string[], env: Record<string, string> = {}) => {
    const store = `${connector}.sqlite`;
    const at = {
      cwd: folder.path,
      input: 'int-0123456789abcdefghij',
      env: { ...ENV, ...env, SPM_CONNECTOR: `./${connector}.mjs`, SPM_STORE: store },
    };
    const printed = textOf(await outputs(lines, at));
    return slips(`${printed}\n${storeText(folder.file(store))}`);
  };

  it.each([
    ['enabled', ['sync --verbose', 'sync --json']],
    ['thrown', ['provision --verbose', 'lint --format json']],
    ['crash', ['sync --verbose', 'runs show 1 --json']],
  ])('%s: a thrown error is clean', async (connector, lines) => {
    expect(await tryAll(connector, lines)).toEqual([]);
  });

  it('parseSettings: what it throws about the raw settings is clean', async () => {
    const lines = ['sync --json', 'lint'];
    expect(await tryAll('parse', lines, { FAIL: '1' })).toEqual([]);
  });

  it('testConnection: what it throws and logs about the settings of a shop is clean', async () => {
    const lines = [
      'installations add --id shop-1 --settings settings.json --token-stdin',
      'installations activate shop-1 --verbose',
      'installations show shop-1 --json',
      'installations remove shop-1 --yes --export gone.json',
    ];
    expect(await tryAll('test', lines)).toEqual([]);
    expect(slips(filesText(folder.path, OWN_FILES))).toEqual([]);
  });

  it('a plan: its texts are clean in what is printed of it, saved of it and drawn of it', async () => {
    const lines = [
      'provision --dry-run --out saved.json',
      'provision --yes',
      'graph --format html --output-file graph.html',
      'lint --format sarif --output-file lint.sarif',
      'types --out types.d.ts',
    ];
    expect(await tryAll('plan', lines)).toEqual([]);
    expect(slips(filesText(folder.path, OWN_FILES))).toEqual([]);
  });
});

describe('a secret in another dress', { timeout: 120_000 }, () => {
  const DRESSED: Record<string, (secret: string) => string> = {
    'in a URL': (secret) => encodeURIComponent(secret),
    'as base64': (secret) => Buffer.from(secret).toString('base64'),
    'as basic credentials': (secret) => `Basic ${Buffer.from(`me:${secret}`).toString('base64')}`,
    'in JSON in JSON': (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  };
  let folder: TestProject;
  let shown: string;
  beforeAll(async () => {
    const texts = `Object.values(words(ctx.settings)).flatMap((text) => [${Object.values(DRESSED)}].map((dress) => 'got ' + dress(text) + ' back'))`;
    folder = leaky([
      `plain('dressed', async (ctx) => { const texts = ${texts}; for (const text of texts) ctx.logger.warn(text); throw new Error(texts.join('\\n')); })`,
    ]);
    const at = { cwd: folder.path, env: ENV };
    const printed = await outputs(['sync', 'runs show 1 --json', 'cursors --json'], at);
    shown = `${textOf(printed)}\n${storeText(folder.file('s.sqlite'))}`;
  });
  afterAll(() => folder.remove());

  it.each(Object.keys(DRESSED))('%s is taken out', (name) => {
    const dress = DRESSED[name] as (secret: string) => string;
    const out = Object.entries(KNOWN).filter(([, secret]) => {
      const piece = dress(secret);
      return [piece, escaped(piece), escaped(escaped(piece))].some((form) => shown.includes(form));
    });
    expect(out.map(([secret]) => secret)).toEqual([]);
  });
});

describe('a short value of a secret setting', { timeout: 120_000 }, () => {
  it('takes nothing apart, while a long one beside it is taken out', async () => {
    const text = 'the admin of page 12 said true, administration, 1234 and ';
    const folder = leaky([
      `plain('short', async (ctx) => { throw new Error(${JSON.stringify(text)} + ctx.settings.note + '.'); })`,
      `bulk('rows', async function* (ctx) { yield row('12', { first_name: 'admin' }); yield row('admin-12', { email: 'true', first_name: 'administration', last_name: '12' }); }, { tolerateRejects: true })`,
    ]);
    const at = { cwd: folder.path, env: ENV };
    const printed = await outputs(
      ['sync --json', 'rejects show 1 --json', 'runs show 1 --json'],
      at,
    );
    const report = JSON.parse(printed['sync --json']?.stdout ?? '');
    expect(report.data.steps[0].errors[0]).toContain(text);
    const letter = JSON.parse(printed['rejects show 1 --json']?.stdout ?? '').data.reject;
    expect(letter.payload).toMatchObject({
      customer_id: 'admin-12',
      email: 'true',
      first_name: 'administration',
      last_name: '12',
    });
    expect(textOf(printed)).not.toContain(KNOWN.marked);
    expect(storeText(folder.file('s.sqlite')).includes(KNOWN.marked as string)).toBe(false);
    folder.remove();
  });
});

describe('a loop that prints events', { timeout: 120_000 }, () => {
  it('has no secret in any of them, nor in its log', async () => {
    const folder = leaky([
      `plain('looped', async (ctx) => { ctx.logger.warn(all('looped', ctx.settings)); setTimeout(() => process.kill(process.pid, 'SIGTERM'), 100); throw new Error(all('looped', ctx.settings)); })`,
    ]);
    const at = { cwd: folder.path, env: ENV };
    const looped = await run(['sync', '--loop', '--interval', '1h', '--json', '--verbose'], at);
    expect(looped.stdout).toContain('sync_ended');
    const shown = `${looped.stdout}\n${looped.stderr}\n${storeText(folder.file('s.sqlite'))}`;
    expect(slips(shown)).toEqual([]);
    folder.remove();
  });
});
