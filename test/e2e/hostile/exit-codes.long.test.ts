/** Each kind of failure has one exit code, and an interrupted run is shown as interrupted. */
import { existsSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finished, type Result, run, runJson, start } from '../../helpers/cli.js';
import { stepsSource } from '../../helpers/hostile.js';
import { httpServer, json } from '../../helpers/httpServer.js';
import { portToKeep } from '../../helpers/port.js';
import { project, type TestProject } from '../../helpers/project.js';
import { openShop } from '../../helpers/shop.js';

const config = JSON.stringify({ connector: './connector.mjs', store: 's.sqlite' });

describe('an API that cannot be used', { timeout: 120_000 }, () => {
  let folder: TestProject;
  let at: { cwd: string; env: Record<string, string> };
  beforeAll(async () => {
    folder = project({
      'spm-connect.config.json': config,
      'connector.mjs': stepsSource([
        "bulk('customers', async function* () { yield row('good'); for (const id of ['x', 'y']) yield row(id, { email: 'none' }); }, { tolerateRejects: true })",
      ]),
    });
    const api = await openShop(folder.path, 'api.sqlite', ['--port', await portToKeep()]);
    at = { cwd: folder.path, env: { SPM_TARGET: api.baseUrl, SPM_ACCESS_TOKEN: api.key } };
    expect((await run(['sync'], at)).code).toBe(0);
    await api.stop();
  }, 60_000);
  afterAll(() => folder.remove());

  it.each(['rejects replay 1 2', 'rejects replay --entity customers --limit 1'])(
    '%s ends with 69 while it is gone, as sync does',
    async (line) => {
      const { code } = await run([...line.split(' '), '--json'], at);
      expect(code).toBe(69);
    },
  );

  it('leaves the letters open meanwhile', async () => {
    expect((await run(['rejects', 'replay'], at)).code).toBe(69);
    const { document } = await runJson(['rejects', '--state', 'open'], at);
    expect(document.data.total).toBe(2);
  });

  it.each([401, 403])(
    'rejects replay ends with 69 once the token is refused: %i',
    async (status) => {
      let refuses = false;
      const api = await httpServer(({ method, body }, response) => {
        if (refuses) return json(response, status, { statusCode: status, message: ['no'] });
        if (method === 'GET') return json(response, 200, { statusCode: 200, data: [], meta: {} });
        const { length } = JSON.parse(body) as unknown[];
        const rejected_items = [{ index: 0, errors: ['not this one'] }];
        json(response, 200, {
          statusCode: 200,
          sent_count: length - 1,
          rejected_count: 1,
          rejected_items,
        });
      });
      const env = { ...at.env, SPM_TARGET: api.url, SPM_STORE: `${status}.sqlite` };
      expect((await run(['sync'], { ...at, env })).code).toBe(0);
      refuses = true;
      const { code } = await run(['rejects', 'replay', '--json'], { ...at, env });
      expect(code).toBe(69);
    },
  );
});

describe('a run that a signal ended', { timeout: 120_000 }, () => {
  const WAIT =
    "if (!existsSync('go')) { writeFileSync('reading', ''); while (!ctx.signal.aborted) await new Promise((r) => setTimeout(r, 5)); }";
  const fine = "plain('fine', async () => ({ items: 0, errors: [] }))";
  const KNOWN_STATUSES = ['ok', 'partial', 'failed', 'running', 'error', 'success'];
  let folder: TestProject;
  beforeAll(() => {
    folder = project({
      'spm-connect.config.json': config,
      'stream.mjs': stepsSource([
        fine,
        `bulk('customers', async function* (ctx) { yield row('a'); ${WAIT} yield row('b'); })`,
        fine.replaceAll('fine', 'later'),
      ]),
      'plain.mjs': stepsSource([
        `plain('slow', async (ctx) => { ${WAIT} return { items: 0, errors: [] }; })`,
      ]),
      'position.mjs': stepsSource([
        `bulk('customers', async function* (ctx) { const from = ctx.resume ?? 0; writeFileSync('from', String(from)); for (let n = from + 1; n <= 4; n++) { yield row('p' + n, { n }); if (n === 2) { await new Promise((r) => setTimeout(r, 200)); ${WAIT} } } }, { batchSize: 1, position: ({ n }) => n, order: 'asc', map: ({ n, ...record }) => record })`,
      ]),
    });
  });
  afterAll(() => folder.remove());

  async function interrupted(
    connector: string,
    signal: NodeJS.Signals,
    args: string[],
  ): Promise<Result> {
    for (const name of ['go', 'reading']) rmSync(folder.file(name), { force: true });
    const child = start(args, at(connector));
    child.stdin?.end();
    const ended = finished(child);
    while (!existsSync(folder.file('reading')) && child.exitCode === null) await sleep(5);
    child.kill(signal);
    return ended;
  }
  const at = (connector: string) => ({
    cwd: folder.path,
    env: { SPM_CONNECTOR: `./${connector}.mjs`, SPM_STORE: `${connector}.sqlite` },
  });

  it.each([
    ['stream', 'SIGINT', ['sync'], 130],
    ['plain', 'SIGTERM', ['sync', '--full', '--json'], 143],
    ['position', 'SIGTERM', ['sync', '--loop', '--interval', '1h'], 143],
  ] as const)(
    '%s, %s: it is shown as interrupted by runs',
    async (connector, signal, args, code) => {
      const ended = await interrupted(connector, signal, [...args]);
      expect(ended.code).toBe(code);
      const listed = await run(['runs'], at(connector));
      expect(listed.stdout).toContain('interrupted');
      const { document } = await runJson(['runs'], at(connector));
      expect(JSON.stringify(document.data.runs[0])).toContain('interrupted');
      const db = new Database(folder.file(`${connector}.sqlite`), { readonly: true });
      const status = db.prepare('SELECT status FROM sync_run ORDER BY id DESC').pluck().get();
      db.close();
      expect(KNOWN_STATUSES).toContain(status);
    },
  );

  it('promises a checkpoint only where there is one', async () => {
    const stream = await interrupted('stream', 'SIGINT', ['sync', '--full']);
    expect(stream.stdout + stream.stderr).not.toMatch(/goes on from (its|the) last checkpoint/);
    const plain = await interrupted('plain', 'SIGTERM', ['sync', '--full', '--json']);
    expect(plain.stdout + plain.stderr).not.toMatch(/goes on from (its|the) last checkpoint/);
  });
});
