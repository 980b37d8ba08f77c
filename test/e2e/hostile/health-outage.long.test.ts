/** Health is degraded in every kind of outage, as soon as nothing succeeds any more. */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { finished, run, runJson, start } from '../../helpers/cli.js';
import { stepsSource } from '../../helpers/hostile.js';
import { httpServer, json } from '../../helpers/httpServer.js';
import { project, type TestProject } from '../../helpers/project.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const TOKEN = { SPM_ACCESS_TOKEN: 'int-0123456789abcdefghij' };

const open: TestProject[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) folder.remove();
});

function given(steps: string[]): TestProject {
  const folder = project({
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs', store: 's.sqlite' }),
    'connector.mjs': stepsSource(steps),
  });
  open.push(folder);
  return folder;
}

/** Moves everything in the store back in time by that much. */
function age(folder: TestProject, ms: number): void {
  const db = new Database(folder.file('s.sqlite'));
  const tables = db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    .pluck()
    .all() as string[];
  for (const table of tables)
    for (const { name } of db.pragma(`table_info(${table})`) as { name: string }[])
      db.prepare(
        `UPDATE ${table} SET ${name} = strftime('%Y-%m-%dT%H:%M:%fZ', ${name}, ?)
         WHERE typeof(${name}) = 'text' AND ${name} GLOB '2[0-9][0-9][0-9]-??-??T*Z' AND ${name} < '2900'`,
      ).run(`-${ms / 1000} seconds`);
  db.close();
}

const health = (folder: TestProject, ...more: string[]) =>
  runJson(['health', ...more], { cwd: folder.path });

async function expectRed(folder: TestProject, ...more: string[]): Promise<void> {
  const { code, document } = await health(folder, ...more);
  expect({ code, status: document.data.status }).toEqual({ code: 1, status: 'degraded' });
  expect(document.data.reasons).not.toEqual([]);
}

const CUSTOMERS = "bulk('customers', async function* () { yield row('c' + Date.now()); })";

describe('an API that fails for days', { timeout: 120_000 }, () => {
  it.each([
    ['refuses the token', 401, 69],
    ['is gone', 0, 69],
    ['answers with something else', 404, 1],
  ])('%s', async (_what, status, exit) => {
    const folder = given([CUSTOMERS]);
    let failing = false;
    const api = await httpServer(({ method, body }, response) => {
      if (failing) return json(response, status, { statusCode: status, message: ['down'] });
      if (method === 'GET') return json(response, 200, { statusCode: 200, data: [], meta: {} });
      const { length } = JSON.parse(body) as unknown[];
      const rejected = { rejected_count: 0, rejected_items: [] };
      json(response, 200, { statusCode: 200, sent_count: length, ...rejected });
    });
    const at = { cwd: folder.path, env: { SPM_TARGET: api.url, ...TOKEN } };
    expect((await run(['sync'], at)).code).toBe(0);
    expect((await health(folder)).code).toBe(0);
    age(folder, 2 * DAY_MS);
    failing = true;
    if (status === 0) await api.close();
    expect((await run(['sync', '--full'], at)).code).toBe(exit);
    await expectRed(folder, '--max-cursors-in-error', '1000');
  });
});

describe('runs that end, and never well', { timeout: 120_000 }, () => {
  const FAILING =
    "plain('a', async () => { if (existsSync('broken')) throw new Error('no'); return { items: 0, errors: [] }; })";

  it('partial ones, of which one step of four always fails', async () => {
    const fine = ['b', 'c', 'd'].map(
      (name) => `plain('${name}', async () => ({ items: 0, errors: [] }))`,
    );
    const folder = given([FAILING, ...fine]);
    const at = { cwd: folder.path };
    await run(['sync'], at);
    age(folder, 2 * DAY_MS);
    folder.write('broken', '');
    expect((await run(['sync', '--full'], at)).code).toBe(1);
    await expectRed(folder);
  });

  it('ones that a record holds which the step does not tolerate', async () => {
    const folder = given([
      "bulk('customers', async function* () { yield row('a'); if (existsSync('broken')) yield row('bad', { email: 'none' }); })",
    ]);
    const at = { cwd: folder.path };
    await run(['sync'], at);
    age(folder, 2 * DAY_MS);
    folder.write('broken', '');
    expect((await run(['sync', '--full'], at)).code).toBe(1);
    await expectRed(folder);
  });

  it('ones that a signal ended', async () => {
    const folder = given([
      "plain('a', async (ctx) => { if (existsSync('slow')) { writeFileSync('reading', ''); while (!ctx.signal.aborted) await new Promise((r) => setTimeout(r, 5)); } return { items: 0, errors: [] }; })",
    ]);
    const at = { cwd: folder.path };
    await run(['sync'], at);
    age(folder, 2 * DAY_MS);
    folder.write('slow', '');
    const child = start(['sync'], at);
    const ended = finished(child);
    while (!existsSync(folder.file('reading')) && child.exitCode === null) await sleep(5);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(143);
    await expectRed(folder);
  });

  it('ones of a new shop, of which none ever succeeded', async () => {
    const folder = given([FAILING, "plain('b', async () => ({ items: 0, errors: [] }))"]);
    folder.write('broken', '');
    await run(['sync'], { cwd: folder.path });
    age(folder, 2 * DAY_MS);
    expect((await run(['sync', '--full'], { cwd: folder.path })).code).toBe(1);
    await expectRed(folder, '--max-cursors-in-error', '1000');
  });
});

describe('cursors in error', { timeout: 120_000 }, () => {
  const failing = (name: string) =>
    `plain('${name}', async () => { if (existsSync('broken')) throw new Error('no'); return { items: 0, errors: [] }; })`;
  const fine = "plain('fine', async () => ({ items: 0, errors: [] }))";

  it.each([
    ['the only one', [failing('a')]],
    ['nine of ten', [...'abcdefghi'].map(failing).concat(fine)],
    [
      'both sources of the only step',
      [
        "bulk('visits', async function* () { if (existsSync('broken')) throw new Error('no'); }, { cursorScope: 'per-source', sources: () => ['a', 'b'] })",
      ],
    ],
  ])('%s, though a run succeeded just before', async (_what, steps) => {
    const folder = given(steps);
    await run(['sync'], { cwd: folder.path });
    folder.write('broken', '');
    expect((await run(['sync', '--full'], { cwd: folder.path })).code).toBe(1);
    await expectRed(folder);
  });
});
