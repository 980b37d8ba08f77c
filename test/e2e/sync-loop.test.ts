/**
 * `sync --loop` through the binary: added and removed shops, signals, two processes, a store and an API that fail.
 */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { LoopEvent } from '../../src/runtime/loop/scheduler.ts';
import { envelope } from '../../src/schemas/common.js';
import { DATA } from '../../src/schemas/index.js';
import { finished, run, start } from '../helpers/cli.js';
import { openShop } from '../helpers/shop.js';
import { openShops, type Shops } from '../helpers/shops.js';

type Found = LoopEvent & { installation_id?: string; status?: string };

const open: Shops[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const shops of open.splice(0)) await shops.stop();
});

async function given(ids: string[], parts: Parameters<typeof openShops>[1] = {}): Promise<Shops> {
  const shops = await openShops(ids, parts);
  open.push(shops);
  return shops;
}

const document = envelope('sync', z.union([DATA.sync]));

/** A running loop whose events are read. */
function loopOf({ at }: Shops, ...more: string[]) {
  const child = start(['sync', '--loop', '--interval', '1s', '--json', ...more], at);
  children.push(child);
  child.stdin?.end();
  const ended = finished(child);
  const events: Found[] = [];
  let rest = '';
  child.stdout?.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) events.push(document.parse(JSON.parse(line)).data as Found);
  });
  const until = async (holds: (events: Found[]) => boolean) => {
    while (!holds(events)) {
      if (child.exitCode !== null) throw new Error(`the loop ended: ${(await ended).stderr}`);
      await sleep(20);
    }
  };
  const done =
    (id: string, status = 'ok') =>
    (all: Found[]) =>
      all.some(
        (one) => one.event === 'sync_ended' && one.installation_id === id && one.status === status,
      );
  /** The syncs that ended before the signal, and those that the signal may have interrupted. */
  const stop = async (signal: NodeJS.Signals) => {
    const before = events.length;
    child.kill(signal);
    const { code } = await ended;
    return { code, before: events.slice(0, before), after: events.slice(before) };
  };
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return { events, until, done, stop, kill };
}

/** The syncs of a loop in the order of their ends, each with its start. */
function syncsIn(events: Found[]): { id: string; status: string; from: string; to: string }[] {
  return events.flatMap((one, index) => {
    if (one.event !== 'sync_ended') return [];
    const { installation_id: id, status, at: to } = one;
    const begun = events
      .slice(0, index)
      .findLast((other) => other.event === 'sync_started' && other.installation_id === id);
    return [{ id, status, from: begun?.at ?? '', to }];
  });
}

/** None is busy, partial or failed, except syncs that a signal interrupted. `gone` was deactivated. */
function expectAllOk({ before, after }: { before: Found[]; after: Found[] }, gone?: string): void {
  const isOk = ({ id, status }: { id: string; status: string }) =>
    status === 'ok' || (id === gone && status === 'skipped');
  expect(syncsIn(before).filter((one) => !isOk(one))).toEqual([]);
  expectInterrupted(after);
}

function expectInterrupted(after: Found[]): void {
  for (const one of after)
    if (one.event === 'sync_ended' && one.status !== 'ok')
      expect(one.report?.interrupted, JSON.stringify(one)).toBe(true);
}

describe('a loop', () => {
  it('syncs every shop, picks up and lets go, says that it lives, and ends well', async () => {
    const shops = await given(['a', 'b']);
    const { events, until, done, stop } = loopOf(shops);
    await until((all) => done('a')(all) && done('b')(all));

    await run(['installations', 'add', '--id', 'c'], { ...shops.at, input: shops.api.key });
    await run(['installations', 'activate', 'c'], shops.at);
    await run(['installations', 'deactivate', 'a'], shops.at);
    await until(done('c'));
    await until((all) =>
      all.some((one) => one.event === 'installations' && one.removed.includes('a')),
    );

    const health = await shops.json('health');
    expect(health.document.data.loops).toMatchObject([{ silent: false }]);
    const overview = await shops.json('overview');
    expect(overview.document.data.next_run).not.toBeNull();

    const ended = await stop('SIGTERM');
    expect(ended.code).toBe(143);
    expectAllOk(ended, 'a');
    expect(syncsIn(ended.before).filter(({ status }) => status === 'skipped').length).toBeLessThan(
      2,
    );
    expect(events[0]).toMatchObject({ event: 'loop_started', interval_ms: 1_000, concurrency: 4 });
    expect(events.at(-1)).toMatchObject({ event: 'loop_ended', given_up: [] });
    expect((await shops.json('health')).document.data.loops).toEqual([]);
  }, 120_000);

  it('ends within the drain timeout when a step does not heed the signal', async () => {
    const shops = await given(['a'], { stream: 'await new Promise((r) => setTimeout(r, 1e6));' });
    const { events, until, stop } = loopOf(shops, '--drain-timeout', '1s');
    await until((all) => all.some(({ event }) => event === 'sync_started'));
    await sleep(500);
    const { code } = await stop('SIGINT');
    expect(code).toBe(130);
    expect(events.at(-1)).toMatchObject({ event: 'loop_ended' });
    const { document: runs } = await shops.json('runs');
    expect(runs.data.runs.map(({ status }: { status: string }) => status)).not.toContain('running');
  }, 120_000);

  it('shares the shops with another loop', async () => {
    const shops = await given(['a', 'b']);
    const [one, two] = [loopOf(shops), loopOf(shops)];
    const twice = (all: Found[]) => all.filter(({ event }) => event === 'sync_ended').length > 5;
    await Promise.all([one.until(twice), two.until(twice)]);
    const [first, second] = await Promise.all([one.stop('SIGTERM'), two.stop('SIGTERM')]);
    expect([first.code, second.code]).toEqual([143, 143]);
    for (const [mine, other] of [
      [first, two.events],
      [second, one.events],
    ] as const) {
      // A shop is busy only while the other process works on it.
      const unexplained = syncsIn(mine.before).filter(
        (sync) =>
          sync.status !== 'ok' && !(sync.status === 'busy' && isShared(sync, syncsIn(other))),
      );
      expect(unexplained).toEqual([]);
      expectInterrupted(mine.after.filter(({ status }) => status !== 'busy'));
    }
    const { document: runs } = await shops.json('runs --limit 1000');
    expect(overlaps(runs.data.runs)).toEqual([]);
  }, 120_000);

  it('takes over the shop of a loop that was killed, within a minute', async () => {
    const stream = 'await new Promise((r) => setTimeout(r, 2_000));';
    const shops = await given(['a', 'b'], { stream });
    const [one, two] = [loopOf(shops, '--shops', '1'), loopOf(shops, '--shops', '1')];
    const started = (all: Found[]) => all.some(({ event }) => event === 'sync_started');
    await Promise.all([one.until(started), two.until(started)]);
    await one.until((all) => all.at(-1)?.event === 'sync_started');
    await one.kill();
    const killedAt = Date.now();
    const lost = one.events.at(-1)?.installation_id ?? '';
    const before = two.events.length;
    await two.until((all) => two.done(lost)(all.slice(before)));
    const taken = two.events
      .slice(before)
      .find((event) => event.event === 'sync_started' && event.installation_id === lost);
    expect(Date.parse(taken?.at ?? '') - killedAt).toBeLessThan(60_000);
    // The claim still held after the kill: nobody works on a shop that may be worked on.
    expect(Date.parse(taken?.at ?? '') - killedAt).toBeGreaterThan(20_000);
    expect(failures(two.events.slice(before))).toEqual([]);
    expect((await two.stop('SIGTERM')).code).toBe(143);
  }, 180_000);

  it('goes on when the API is back', async () => {
    const shops = await given(['a']);
    const port = Number(new URL(shops.api.baseUrl).port);
    const { until, done, stop, events } = loopOf(shops);
    await until(done('a'));
    await shops.api.stop();
    await until(done('a', 'failed'));
    const failed = events.find(({ status }) => status === 'failed');
    expect(failed).toMatchObject({ error: { code: 'SPM_API_UNREACHABLE' } });
    const again = await openShop(shops.folder.path, 'api.sqlite', ['--port', String(port)]);
    const before = events.length;
    await until((all) => done('a')(all.slice(before)));
    const back = events.findIndex((one, n) => n >= before && one.status === 'ok');
    const ended = await stop('SIGTERM');
    expect(ended.code).toBe(143);
    expectAllOk({ ...ended, before: ended.before.slice(back) });
    for (const { status, error } of failures(ended.before))
      expect([status, error?.code]).toEqual(['failed', 'SPM_API_UNREACHABLE']);
    await again.stop();
  }, 180_000);

  it('goes on when the store was locked', async () => {
    const shops = await given(['a']);
    const { until, done, stop, events } = loopOf(shops);
    await until(done('a'));
    const db = new Database(shops.folder.file('s.sqlite'));
    db.exec('BEGIN EXCLUSIVE');
    await until((all) => all.some((one) => 'error' in one && one.error?.code === 'SPM_STORE_BUSY'));
    db.exec('ROLLBACK');
    db.close();
    const before = events.length;
    await until((all) => done('a')(all.slice(before)));
    expect((await stop('SIGTERM')).code).toBe(143);
  }, 120_000);
});

/** Whether another loop worked on the same shop during this sync. */
function isShared(
  { id, from, to }: ReturnType<typeof syncsIn>[number],
  others: ReturnType<typeof syncsIn>,
): boolean {
  return others.some((other) => other.id === id && other.from <= to && from <= other.to);
}

const failures = (events: Found[]) =>
  events.flatMap((one) => (one.event === 'sync_ended' && one.status !== 'ok' ? [one] : []));

interface RunRow {
  installation_id: string;
  started_at: string;
  finished_at: string;
}

/** Pairs of runs of one installation that overlapped. */
function overlaps(runs: RunRow[]): string[] {
  return runs.flatMap((one, index) =>
    runs
      .slice(index + 1)
      .filter(
        (other) =>
          other.installation_id === one.installation_id &&
          other.started_at < one.finished_at &&
          one.started_at < other.finished_at,
      )
      .map((other) => `${one.started_at} and ${other.started_at}`),
  );
}
