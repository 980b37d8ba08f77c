/**
 * Faults over HTTP, on the real engine with the SQLite store and the real sandbox. Checks the cursor, the items, the
 * dead letters and the exit code.
 */
import { SpmCustomDataDefinitions, SpmCustomers } from '@shopimind/sdk-js';
import { afterEach, describe, expect, it } from 'vitest';
import { defineBulkStep } from '../../../src/connector/bulk.ts';
import type { SyncStep, SyncStepContext } from '../../../src/connector/types.ts';
import type { ExitName } from '../../../src/errors.ts';
import { SpmError } from '../../../src/errors.ts';
import { makeApiClient } from '../../../src/runtime/api/client.ts';
import type { Store } from '../../../src/runtime/ports/store.ts';
import type { RetryOptions } from '../../../src/runtime/sync/push/retry/retry.ts';
import type { SyncReport } from '../../../src/runtime/sync/report.ts';
import { runSync } from '../../../src/runtime/sync/run.ts';
import { type RunningSandbox, startSandbox } from '../../../src/sandbox/index.ts';
import { temporaryFolder } from '../../helpers/cli.ts';
import { fastClock } from '../../helpers/fastClock.ts';
import { openSqliteStore } from '../../helpers/sqliteStore.ts';
import {
  connectorOf,
  ID,
  makeActive,
  memoryLogger,
  noState,
  OPTIONS,
} from '../../helpers/syncBench.ts';
import { customer } from '../../sandbox/fixtures.ts';

/** Requests of 50 customers. */
const ROWS = 300;
const SPEED = 20;
/** The timeout of one request, in real time. */
const TIMEOUT_MS = 400;
const SHORT: Partial<RetryOptions> = { attempts: 3, unreachableAttempts: 2, budgetMs: 60_000 };
const KEY = { installationId: ID, entity: 'customers', sourceKey: '' };

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

type Ctx = SyncStepContext<object>;

interface Streamed {
  rows?: number;
  bad?(n: number): boolean;
  /** Called when this many items were read. */
  at?: { row: number; act(): void | Promise<void> };
  tolerateRejects?: boolean;
}

function streaming({ rows = ROWS, bad = () => false, at, tolerateRejects = false }: Streamed) {
  return defineBulkStep<object, number>({
    entity: 'customers',
    batchSize: 50,
    tolerateRejects,
    async *stream(ctx) {
      for (let n = typeof ctx.resume === 'number' ? ctx.resume + 1 : 0; n < rows; n++) {
        if (n === at?.row) await at.act();
        yield n;
      }
    },
    map: (n) => customer(`c${n}`, bad(n) ? { email: 'nobody' } : {}),
    push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
    position: (n) => n,
    order: 'asc',
  });
}

interface World {
  sandbox: RunningSandbox;
  store: Store;
  clock: ReturnType<typeof fastClock>;
  sync(step: SyncStep<object>, more?: Sync): Promise<Ended>;
}

interface Sync {
  retry?: Partial<RetryOptions>;
  defIds?: Record<string, number>;
  timeoutMs?: number;
  baseUrl?: string;
}

interface Ended {
  exit: ExitName;
  code: string | null;
  report: SyncReport;
  error: SpmError | null;
}

async function world(options: Parameters<typeof startSandbox>[0] = {}): Promise<World> {
  const clock = fastClock(SPEED);
  const sandbox = await startSandbox(options);
  const store = await openSqliteStore({ path: ':memory:', now: clock.now });
  await makeActive(store);
  closers.push(
    () => store.close(),
    () => sandbox.stop(),
  );
  return {
    sandbox,
    store,
    clock,
    sync: async (
      step,
      { retry = SHORT, defIds = {}, baseUrl = sandbox.baseUrl, timeoutMs = TIMEOUT_MS } = {},
    ) => {
      const api = makeApiClient({ baseUrl, retry: false, timeoutMs });
      const running = runSync({
        store,
        clock,
        owner: { host: 'here', pid: 1, id: 'me' },
        client: api.clientFor(sandbox.key),
        integration: connectorOf(step),
        installation: { installationId: ID, status: 'active' } as never,
        settings: {},
        state: () => noState,
        logger: memoryLogger(),
        options: OPTIONS,
        retry,
        provisioned: { sourceIds: {}, defIds },
      });
      return running.then(
        (report) => ({
          exit: report.status === 'ok' ? 'ok' : 'failed',
          code: null,
          report,
          error: null,
        }),
        (error: unknown) => {
          if (!(error instanceof SpmError)) throw error;
          const { report } = error.details as { report: SyncReport };
          return { exit: error.exit, code: error.code, report, error };
        },
      );
    },
  };
}

/** The remaining items of a sync. */
async function remains({ store, sandbox }: World, { exit, code, report }: Ended) {
  const [step] = report.steps;
  const cursor = await store.cursors.get(KEY);
  return {
    exit,
    code,
    status: step?.status,
    moved: (cursor?.lastSyncedAt ?? null) !== null,
    failures: cursor?.consecutiveFailures ?? 0,
    retried: (step?.retries ?? 0) > 0,
    letters: (await store.rejects.list()).length,
    rows: sandbox.state.count('customers'),
  };
}

const CLEAN = {
  exit: 'ok',
  code: null,
  status: 'ok',
  moved: true,
  failures: 0,
  letters: 0,
  rows: ROWS,
};

describe('a temporary error', () => {
  it.each([
    ['429', '429 times=3'],
    ['429 with Retry-After', '429 retry-after=2 times=3'],
    ['500', '500 times=2'],
    ['502', '502 times=2'],
    ['503', '503 times=2'],
    ['503 with Retry-After', '503 retry-after=1 times=1'],
    ['408', '408 times=1'],
    ['a reset before the write', 'reset-before times=2'],
    ['a reset after the write', 'reset-after times=2'],
    ['half a body', 'truncate times=2'],
    ['no answer in time', 'timeout times=1'],
    ['an answer that drips for longer than a request may take', `slow=${4 * TIMEOUT_MS} times=1`],
  ])('%s: is tried again, and the cursor moves', async (_, fault) => {
    const here = await world({ faults: [`POST /v1/customers ${fault}`] });
    const ended = await here.sync(streaming({}), { retry: {} });
    expect(await remains(here, ended)).toEqual({ ...CLEAN, retried: true });
    expect(ended.report.totals).toMatchObject({ read: ROWS, acknowledged: ROWS });
  });

  it('a slow answer is awaited', async () => {
    const here = await world({ faults: [`POST /v1/customers slow=${TIMEOUT_MS / 8}`] });
    // A timeout that even a busy machine does not reach.
    const ended = await here.sync(streaming({}), { timeoutMs: 20 * TIMEOUT_MS });
    expect(await remains(here, ended)).toEqual({ ...CLEAN, retried: false });
    expect(here.sandbox.requests).toHaveLength(ROWS / 50);
  });

  it('a rate limit slows it down', async () => {
    const here = await world({ rateLimit: '10/s' });
    const ended = await here.sync(streaming({ rows: 15 * 50 }), { retry: {} });
    expect(await remains(here, ended)).toMatchObject({ ...CLEAN, rows: 15 * 50 });
  });

  it('no connection for a moment', async () => {
    const folder = temporaryFolder();
    closers.push(async () => folder.remove());
    const data = `${folder.path}/shop.sqlite`;
    const first = await startSandbox({ data });
    const { port } = new URL(first.baseUrl);
    await first.stop();
    const again = new Promise<void>((resolve) => {
      setTimeout(async () => {
        closers.push((await startSandbox({ data, port: Number(port) })).stop);
        resolve();
      }, 100);
    });
    const here = await world({ key: first.key });
    const retry = { ...SHORT, unreachableAttempts: 1000, budgetMs: 600_000 };
    const ended = await here.sync(streaming({}), { baseUrl: first.baseUrl, retry });
    await again;
    expect(ended).toMatchObject({ exit: 'ok', report: { totals: { acknowledged: ROWS } } });
  });
});

describe('a lasting error', () => {
  it.each([
    ['500', '500'],
    ['resets', 'reset-before'],
    ['half a body', 'truncate'],
    ['no answer', 'timeout'],
  ])('%s: holds the cursor after some tries, and ends with 1', async (_, fault) => {
    const here = await world({ faults: [`POST /v1/customers ${fault}`] });
    const ended = await here.sync(streaming({ rows: 100 }));
    expect(await remains(here, ended)).toMatchObject({
      exit: 'failed',
      status: 'error',
      moved: false,
      failures: 1,
      retried: true,
      letters: 0,
    });
    // The second request was never sent while the first was retried.
    expect(ended.report.totals.requests).toBe(SHORT.attempts);
    expect((await here.sync(streaming({}))).report.steps[0]?.status).toBe('waiting');
  });

  it('429 forever: it gives up when the time for attempts is over', async () => {
    const here = await world({ faults: ['POST /v1/customers 429 retry-after=1'] });
    const ended = await here.sync(streaming({ rows: 50 }), { retry: { budgetMs: 10_000 } });
    expect(await remains(here, ended)).toMatchObject({ exit: 'failed', moved: false, failures: 1 });
    expect(here.sandbox.requests.length).toBeLessThanOrEqual(11);
  });

  it('a pause longer than a run: the step is held until then, and continues from its checkpoint', async () => {
    const here = await world();
    let end = () => {};
    const at = {
      row: 100,
      act: () => {
        end = here.sandbox.fault('POST /v1/customers 429 retry-after=3600');
      },
    };
    const ended = await here.sync(streaming({ at }));
    expect(await remains(here, ended)).toMatchObject({
      exit: 'failed',
      status: 'error',
      moved: false,
    });
    const cursor = await here.store.cursors.get(KEY);
    expect((cursor?.notBefore ?? 0) - here.clock.now()).toBeGreaterThan(3_000_000);
    expect((await here.store.leases.get(ID))?.until).toBe(0);
    end();
    here.clock.jump(1_800_000);
    expect((await here.sync(streaming({}))).report.steps[0]?.status).toBe('waiting');
    here.clock.jump(1_800_000);
    const last = await here.sync(streaming({}));
    expect(last.report.steps[0]).toMatchObject({ status: 'ok', resumed: true });
    expect(here.sandbox.state.count('customers')).toBe(ROWS);
  });
});

describe('an error that ends the run and does not count as a failure of a step', () => {
  it.each([
    ['401', 'SPM_API_UNAUTHORIZED'],
    ['403', 'SPM_API_UNAUTHORIZED'],
  ])('%s in the middle: %s', async (status, code) => {
    const here = await world();
    let end = () => {};
    const at = {
      row: 150,
      act: () => {
        end = here.sandbox.fault(`POST /v1/customers ${status}`);
      },
    };
    const ended = await here.sync(streaming({ at }));
    expect(await remains(here, ended)).toMatchObject({
      exit: 'unavailable',
      code,
      moved: false,
      failures: 0,
      retried: false,
      letters: 0,
    });
    expect((await here.store.cursors.getWindow(KEY))?.position).toBeGreaterThanOrEqual(49);
    end();
    const next = await here.sync(streaming({}));
    expect(next.report.steps[0]).toMatchObject({ status: 'ok', resumed: true });
    expect(await remains(here, next)).toMatchObject({ ...CLEAN });
  });

  it('no connection at the start: SPM_API_UNREACHABLE', async () => {
    const here = await world();
    await here.sandbox.stop();
    const ended = await here.sync(streaming({}));
    expect(ended).toMatchObject({ exit: 'unavailable', code: 'SPM_API_UNREACHABLE' });
    expect(await here.store.cursors.get(KEY)).toBeNull();
    expect(ended.report.steps[0]).toMatchObject({ requests: 2, retries: 1 });
  });

  it('no connection in the middle: it continues from its checkpoint', async () => {
    const folder = temporaryFolder();
    closers.push(async () => folder.remove());
    const data = `${folder.path}/shop.sqlite`;
    const here = await world({ data });
    const ended = await here.sync(streaming({ at: { row: 150, act: () => here.sandbox.stop() } }));
    expect(ended).toMatchObject({ exit: 'unavailable', code: 'SPM_API_UNREACHABLE' });
    expect(await here.store.cursors.get(KEY)).toBeNull();
    const position = (await here.store.cursors.getWindow(KEY))?.position;
    expect(position).toBeGreaterThanOrEqual(49);
    const second = await startSandbox({ data });
    closers.push(() => second.stop());
    const next = await here.sync(streaming({}), { baseUrl: second.baseUrl });
    expect(next).toMatchObject({ exit: 'ok', report: { steps: [{ resumed: true }] } });
    expect(second.state.count('customers')).toBe(ROWS);
    // The rest of the window, and then the next window, for which the partner returns everything again.
    expect(next.report.totals.read).toBe(ROWS - 1 - (position as number) + ROWS);
  });
});

describe('a deleted definition', () => {
  it.each([
    ['deleted', SpmCustomDataDefinitions.delete],
    ['inactive', SpmCustomDataDefinitions.deactivate],
  ])('%s: the step says to provision again, without a second try', async (_, retire) => {
    const here = await world();
    const { baseUrl, key } = here.sandbox;
    const client = makeApiClient({ baseUrl, retry: false }).clientFor(key);
    const created = await SpmCustomDataDefinitions.create(client, VISITS as never);
    const id = Number((created.data as { data: { id_definition: number } }).data.id_definition);
    await (retire as (client: unknown, id: number) => Promise<unknown>)(client, id);
    const before = here.sandbox.requests.length;
    const step = saving('Visits');
    const ended = await here.sync(step, { defIds: { Visits: id } });
    expect(await remains(here, ended)).toMatchObject({
      exit: 'failed',
      status: 'error',
      moved: false,
      failures: 1,
      retried: false,
      letters: 0,
    });
    expect(ended.report.steps[0]?.errors[0]).toMatch(/does not know the definition of the records/);
    expect(here.sandbox.requests.length - before).toBe(1);
  });
});

describe('a batch that is rejected as a whole', () => {
  it('413 once: the batch is halved and accepted', async () => {
    const here = await world({ faults: ['POST /v1/customers 413 times=1'] });
    const ended = await here.sync(streaming({}));
    expect(await remains(here, ended)).toEqual({ ...CLEAN, retried: false });
    expect(here.sandbox.requests.map(({ items }) => items).sort((a, b) => b - a)).toEqual([
      50, 50, 50, 50, 50, 50, 25, 25,
    ]);
  });

  it.each(['400', '413', '422'])('%s for every item: each is a dead letter', async (status) => {
    const here = await world({ faults: [`POST /v1/customers ${status}`] });
    const ended = await here.sync(streaming({ rows: 5 }));
    expect(await remains(here, ended)).toMatchObject({
      exit: 'failed',
      status: 'held',
      moved: false,
      failures: 1,
      letters: 5,
      rows: 0,
    });
    const [letter] = await here.store.rejects.list();
    expect(letter).toMatchObject({ status: Number(status), state: 'open', attempts: 1 });
  });

  it('a 400 without names is cut down to the bad item; the others arrive', async () => {
    const here = await world({ faults: ['POST /v1/customers 400 times=1'] });
    const ended = await here.sync(streaming({ bad: (n) => n === 7, tolerateRejects: true }));
    expect(await remains(here, ended)).toMatchObject({ ...CLEAN, letters: 1, rows: ROWS - 1 });
    expect((await here.store.rejects.list())[0]).toMatchObject({ key: 'customers:c7' });
  });

  it('a 400 for invalid items only: each is a dead letter, and stays the same one when it comes again', async () => {
    const here = await world();
    const step = (tolerateRejects: boolean) =>
      streaming({ rows: 8, bad: () => true, tolerateRejects });
    const held = { exit: 'failed', status: 'held', moved: false, letters: 8 };
    expect(await remains(here, await here.sync(step(false)))).toMatchObject(held);
    here.clock.jump(3_600_000);
    const tolerant = await here.sync(step(true));
    expect(await remains(here, tolerant)).toMatchObject({ exit: 'ok', moved: true, letters: 8 });
    const [letter] = await here.store.rejects.list();
    expect(letter).toMatchObject({ attempts: 2, errors: [expect.stringContaining('email')] });
  });
});

const VISITS = {
  name: 'Visits',
  fields: [{ name: 'visit', type: 'text', required: true, label: 'Visit' }],
  unique_keys: ['visit'],
};

function saving(definition: string): SyncStep<object> {
  return {
    entity: 'customers',
    cursorScope: 'global',
    enabled: () => true,
    run: async (ctx: Ctx) => {
      await ctx.customData(definition).save([{ visit: 'a' }]);
      return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
    },
  };
}
