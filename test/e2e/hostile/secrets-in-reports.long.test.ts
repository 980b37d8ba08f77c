/** Every source of secrets has a marker, and no output and no file may contain one. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Result, run } from '../../helpers/cli.js';
import { project, type TestProject } from '../../helpers/project.js';

const MARK = 'zebra4711';
/** A quote, a slash and a space, so that JSON and URLs write it differently. */
const PASSWORD = `${MARK}-"pw" /&ü`;
const RING = [`${'c0ffee47'.repeat(8)}`, `${'deadbeef'.repeat(8)}`];
const ENV = {
  SPM_CREDENTIALS_KEY: RING.join(','),
  SPM_ADMIN_TOKEN: `${MARK}-admin-token`,
  SPM_WEBHOOK_SECRET: `${MARK}-hook-a,${MARK}-hook-b`,
  PARTNER_API_KEY: `pk-live-${MARK}`,
};
const HELD = /zebra4711|c0ffee47|deadbeef|emVicmE0NzEx/i;

const CONNECTOR = `
import { defineBulkStep, defineIntegration } from 'spm-connect';
import { SpmCustomers, SpmProducts } from '@shopimind/sdk-js';
const at = '2026-01-01T00:00:00.000Z';
const env = process.env;
const leak = (ctx) => [env.SPM_CREDENTIALS_KEY, env.SPM_ADMIN_TOKEN, env.SPM_WEBHOOK_SECRET.split(',')[1],
  env.PARTNER_API_KEY, ctx.settings.pw, JSON.stringify({ pw: ctx.settings.pw }), encodeURIComponent(ctx.settings.pw),
  'Basic ' + Buffer.from('shop:' + ctx.settings.pw).toString('base64'), ctx.settings.account].join(' ');
const customer = (id, more = {}) => ({ customer_id: id, email: id + '@example.com', first_name: 'A', last_name: 'B',
  is_opt_in: true, is_newsletter_subscribed: false, lang: 'fr', is_active: true, created_at: at, updated_at: at, ...more });
const bulk = (entity, stream, more = {}) => defineBulkStep({ entity, stream, map: (row) => row,
  push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records), ...more });
export default defineIntegration({
  slug: 'leaky',
  meta: { name: 'Leaky', version: '1.0.0' },
  configSchema: { fields: [
    { key: 'pw', type: 'password', label: 'Password' },
    { key: 'account', type: 'text', label: 'Account', sensitive: true },
    { key: 'pin', type: 'text', label: 'Pin', sensitive: true },
    { key: 'shop', type: 'text', label: 'Shop' },
  ] },
  parseSettings: (raw) => {
    if (env.REFUSE) throw new Error('refused ' + raw.pw + ' ' + raw.account);
    return raw;
  },
  testConnection: async () => true,
  provisioning: (ctx) => ({ dataSources: [
    { key: 'main', decl: { label: 'Main', type: 'api', config: { url: 'https://x/?k=' + ctx.settings.account } } },
  ] }),
  syncSteps: [
    bulk('thrown', async function* (ctx) { throw new Error('boom ' + leak(ctx), { cause: new Error(leak(ctx)) }); }),
    bulk('no_error', async function* (ctx) { throw 'boom ' + leak(ctx); }),
    bulk('mapped', async function* () { yield customer('m'); }, { map: (row, ctx) => { throw new Error(leak(ctx)); } }),
    bulk('pushed', async function* () { yield customer('p'); }, { push: async (ctx) => { throw new Error(leak(ctx)); } }),
    { entity: 'plain', cursorScope: 'global', enabled: () => true, run: async (ctx) => {
      ctx.logger.warn('logged ' + leak(ctx), { meta: leak(ctx), pin: ctx.settings.pin, nested: [{ pw: leak(ctx) }] });
      console.log('printed', leak(ctx));
      console.error({ pw: leak(ctx) });
      return { items: 0, errors: ['said ' + leak(ctx)] };
    } },
    { entity: 'sourced', cursorScope: 'per-source', enabled: () => true, sources: async (ctx) => { throw new Error(leak(ctx)); },
      run: async () => ({ items: 0, errors: [] }) },
    bulk('paged', async function* (ctx) {
      for (const id of ['a', 'b']) yield { ...customer(id), next: 'https://x/?k=' + ctx.settings.account + '&after=' + id };
      throw new Error('stopped');
    }, { order: 'asc', position: (row) => row.next, batchSize: 1, map: ({ next, ...row }) => row }),
    bulk('refused', async function* (ctx) {
      yield customer('r-1', { email: 'no mail ' + ctx.settings.account });
      yield customer('r-2', { email: 'no mail', first_name: 'asked for ' + ctx.settings.pw + ' today' });
      yield customer('r-3', { email: 'no mail', first_name: 'calls 12 admin', password: 'hunter2' });
      yield customer('r-4', { email: 'no mail', first_name: 'Password: eight characters' });
    }, { tolerateRejects: true }),
  ],
});
`;

let shop: TestProject;
const outputs: Result[] = [];
const call = async (line: string, env: Record<string, string> = {}) => {
  const result = await run(line.split(' '), { cwd: shop.path, env: { ...ENV, ...env } });
  outputs.push(result);
  return result;
};

beforeAll(async () => {
  shop = project({
    'spm-connect.config.mjs':
      "export default { connector: './connector.mjs', lint: { settings: ['./settings.json'] } };",
    'connector.mjs': CONNECTOR,
    'settings.json': JSON.stringify({
      ...{ pw: PASSWORD, account: `${MARK}-account`, pin: '12', shop: 'Main street' },
    }),
  });
  await call('provision --dry-run --out saved.json');
  await call('provision --plan saved.json --json');
  await call('sync --full --verbose');
  await call('sync --full --json');
}, 120_000);
afterAll(() => shop.remove());

/** Every file below the folder whose bytes contain a marker. */
function filesWithMarks(): string[] {
  return readdirSync(shop.path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .filter((file) => !/settings\.json$|connector\.mjs$|node_modules|sandbox\.sqlite/.test(file))
    .filter((file) => HELD.test(readFileSync(file, 'latin1')));
}

describe('secrets of the environment and of a shop', () => {
  it('reach no output of a sync, however it leaks them', () => {
    const [dry, applied, people, json] = outputs;
    expect([dry?.code, applied?.code, people?.code, json?.code]).toEqual([0, 0, 1, 1]);
    expect(people?.stderr).toContain('boom [redacted]');
    expect(people?.stderr).toContain('printed [redacted]');
    expect(people?.stderr).toContain('logged [redacted]');
    expect(JSON.parse(json?.stdout ?? '').data.steps).toHaveLength(8);
    for (const { stdout, stderr } of outputs) expect(stdout + stderr).not.toMatch(HELD);
  });

  it('reach no report about what is stored, nor the bytes of any file', {
    timeout: 120_000,
  }, async () => {
    for (const line of [
      'runs show 1',
      'runs show 2 --json',
      'cursors list --json',
      'cursors export --out cursors.json',
      'overview --json',
      'rejects list',
      'rejects show 2 --json',
      'rejects export --out letters.ndjson',
      'rejects export --format csv --out letters.csv',
      'sync --dry-run --json --retry-now',
      'lint --format sarif --output-file lint.sarif',
    ])
      await call(line);
    const sync = await call('sync', { REFUSE: '1' });
    expect(sync.code).toBe(78);
    expect(sync.stderr).toContain('refused [redacted]');
    for (const { stdout, stderr } of outputs) expect(stdout + stderr).not.toMatch(HELD);
    expect(filesWithMarks()).toEqual([]);
  });

  it('leave everything else alone, such as a setting of two characters', async () => {
    const { stdout } = await call('rejects show 3');
    expect(stdout).toContain('calls 12 admin');
    expect(stdout).not.toContain('hunter2');
    expect((await call('rejects show 4')).stdout).toContain('Password: eight characters');
  });
});
