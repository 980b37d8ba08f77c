import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { type Document, finished, run, runJson, start } from '../helpers/cli.js';
import { connectorSource, project, scaffold, type TestProject } from '../helpers/project.js';
import { openShop, type ShopApi } from '../helpers/shop.js';

const open: TestProject[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) folder.remove();
});

function small(parts: Parameters<typeof connectorSource>[0] = {}): TestProject {
  const folder = project({
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs' }),
    'connector.mjs': connectorSource(parts),
  });
  open.push(folder);
  return folder;
}

/** Polls frequently for the effect of another process. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(2);
}

/** Whether the first step has a checkpoint. */
function hasPosition(folder: TestProject): boolean {
  const db = new Database(folder.file('.spm/store.sqlite'), { readonly: true });
  try {
    return db.prepare("SELECT 1 FROM spm_window WHERE position_json <> 'null'").get() !== undefined;
  } finally {
    db.close();
  }
}

const cursorOf = ({ data }: Document) => data.steps[0].cursor_after;

describe('a step that fails', () => {
  it('leaves the cursor where it was, ends with 1, and is tried again later or with --full', async () => {
    const folder = small({
      stream:
        "yield* rows.slice(0, 70); if (existsSync('broken')) throw new Error('the partner hung up'); yield* rows.slice(70);",
    });
    folder.write('broken', '');
    const first = await runJson(['sync'], { cwd: folder.path });
    expect(first.code).toBe(1);
    expect(first.document).toMatchObject({ ok: false, error: null });
    expect(first.document.data.steps[0]).toMatchObject({
      status: 'error',
      cursor_before: null,
      cursor_after: null,
      errors: ['the partner hung up'],
    });

    const waiting = await runJson(['sync'], { cwd: folder.path });
    expect(waiting.code).toBe(1);
    expect(waiting.document.data.steps[0].status).toBe('waiting');
    expect(Date.parse(waiting.document.data.steps[0].not_before)).toBeGreaterThan(Date.now());
    const person = await run(['sync'], { cwd: folder.path });
    expect(person.stderr).toContain('--full');

    const overview = await runJson(['overview'], { cwd: folder.path });
    expect(overview.document.data.cursors_in_error).toMatchObject([
      {
        entity: 'customers',
        last_synced_at: null,
        last_error: 'the partner hung up',
        consecutive_failures: 1,
      },
    ]);

    folder.remove();
    const mended = small();
    const second = await runJson(['sync', '--full'], { cwd: mended.path });
    expect(second.code).toBe(0);
    expect(second.document.data.totals).toMatchObject({ read: 120, acknowledged: 120 });
    const moved = cursorOf(second.document);
    expect(moved).not.toBeNull();
  });

  it('keeps a cursor that had moved before', async () => {
    const folder = small({
      stream: "if (existsSync('broken')) throw new Error('gone'); yield* rows;",
    });
    const clean = await runJson(['sync'], { cwd: folder.path });
    folder.write('broken', '');
    const broken = await runJson(['sync', '--full'], { cwd: folder.path });
    expect(broken.code).toBe(1);
    expect(cursorOf(broken.document)).toBe(cursorOf(clean.document));
    expect(broken.document.data.steps[0].cursor_before).toBe(cursorOf(clean.document));
  });
});

describe('rejects', () => {
  const stream = "yield* rows; yield { ...rows[0], customer_id: 'bad', email: 'not an address' };";

  it('hold the cursor of a step that does not tolerate them; everything else is in the shop', async () => {
    const folder = small({ stream });
    const { code, document } = await runJson(['sync'], { cwd: folder.path });
    expect(code).toBe(1);
    expect(document.data.steps[0]).toMatchObject({
      status: 'held',
      cursor_after: null,
      counts: { read: 121, acknowledged: 120, unchanged: 0, skipped: 0, rejected: 1 },
    });
    const [letter, ...others] = deadLetters(folder);
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ entity: 'customers', installation_id: 'sandbox' });
    expect(letter?.reason).toContain('email must be a valid email');
    expect(JSON.parse(letter?.payload_json ?? '')).toMatchObject({ customer_id: 'bad' });
    await inShop(folder, async (api) => expect(await api.all('/customers')).toHaveLength(120));

    // The window is read again, and the item rejected again: still one dead letter.
    await run(['sync', '--full'], { cwd: folder.path });
    expect(deadLetters(folder)).toHaveLength(1);
  });

  it('let the cursor pass where the step tolerates them', async () => {
    const folder = small({ stream, extra: 'tolerateRejects: { maxRatio: 0.01 },' });
    const { code, document } = await runJson(['sync'], { cwd: folder.path });
    expect(code).toBe(0);
    expect(document.data.steps[0].status).toBe('ok');
    expect(cursorOf(document)).not.toBeNull();
    expect(deadLetters(folder)).toHaveLength(1);
  });
});

describe('two processes', () => {
  it('do not sync the same installation at once: the second ends with 75 and says who is at it', async () => {
    const folder = small({
      stream:
        "yield* rows; writeFileSync('reading', ''); while (!existsSync('go')) await new Promise((r) => setTimeout(r, 5));",
    });
    const child = start(['sync', '--json'], { cwd: folder.path });
    const ended = finished(child);
    await until(() => existsSync(folder.file('reading')));
    for (const args of [['sync'], ['sync', '--full'], ['provision']]) {
      const { code, document } = await runJson(args, { cwd: folder.path });
      expect(code).toBe(75);
      expect(document.error).toMatchObject({
        code: 'SPM_LEASE_HELD',
        details: { holder: { pid: child.pid } },
      });
      expect(document.error?.message).toContain(String(child.pid));
      expect(document.error?.cause).toMatch(/since \d{4}-.*expires at \d{4}-/);
    }
    // The waiting process is the next one.
    const waiting = runJson(['sync', '--wait', '60s'], { cwd: folder.path });
    folder.write('go', '');
    expect((await ended).code).toBe(0);
    expect((await waiting).code).toBe(0);
  });
});

describe('a signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s lets what is in flight settle, releases the lease and ends with %i',
    async (signal, code) => {
      const folder = small({
        stream:
          "yield* rows; writeFileSync('reading', ''); while (!ctx.signal.aborted) await new Promise((r) => setTimeout(r, 5));",
      });
      const child = start(['sync', '--json'], { cwd: folder.path });
      const ended = finished(child);
      await until(() => existsSync(folder.file('reading')));
      child.kill(signal);
      const result = await ended;
      expect(result.code).toBe(code);
      expect(result.stderr).toContain('Stopping: running requests may take up to 10 s');
      const { data } = JSON.parse(result.stdout) as Document;
      expect(data.steps[0]).toMatchObject({ status: 'interrupted', cursor_after: null });
      expect(data).toMatchObject({ interrupted: true, steps: [{ resumes_from: 'start' }] });
      const provision = await runJson(['provision'], { cwd: folder.path });
      expect(provision.code).toBe(0);
    },
  );

  it('is what a run shows that it ended, with where the next one begins', async () => {
    const folder = small({
      stream:
        "yield* rows.slice(existsSync('again') ? 50 : 0); if (existsSync('again')) return; writeFileSync('reading', ''); while (!ctx.signal.aborted) await new Promise((r) => setTimeout(r, 5));",
      extra: "position: (row) => Number(row.customer_id.slice(1)), order: 'asc',",
    });
    const child = start(['sync'], { cwd: folder.path });
    const ended = finished(child);
    await until(() => existsSync(folder.file('reading')) && hasPosition(folder));
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toContain('sync of sandbox interrupted');
    expect(stdout).toContain('the step continues from its last checkpoint');
    const at = { cwd: folder.path };
    for (const args of [['runs'], ['runs', 'show', '1'], ['overview']])
      expect((await run(args, at)).stdout).toContain('interrupted');
    const { document } = await runJson(['runs', '--status', 'interrupted'], at);
    expect(document.data.runs).toMatchObject([{ id: 1, status: 'failed', interrupted: true }]);
    folder.write('again', '');
    const next = (await runJson(['sync'], at)).document.data;
    expect(next).toMatchObject({ interrupted: false, steps: [{ status: 'ok', resumed: true }] });
    const none = await runJson(['runs', '--status', 'interrupted', '--since', '2999-01-01'], at);
    expect(none.document.data.total).toBe(0);
  });
});

describe('SIGKILL', () => {
  it('at any moment, and running again ends as an undisturbed run does', async () => {
    const undisturbed = await scaffold('csv');
    open.push(undisturbed);
    await run(['provision'], { cwd: undisturbed.path });
    expect((await run(['sync', '--full'], { cwd: undisturbed.path })).code).toBe(0);
    const expected = await contentOf(undisturbed);

    const killed = await scaffold('csv');
    open.push(killed);
    await run(['provision'], { cwd: killed.path });
    for (const rows of [1, 400, 700, 2000]) {
      const child = start(['sync', '--full'], { cwd: killed.path });
      const ended = finished(child);
      await until(() => child.exitCode !== null || rowsIn(killed) >= rows);
      child.kill('SIGKILL');
      expect((await ended).signal).toBe('SIGKILL');
      // The last lease must still expire, so the sync below waits long enough to report it.
      leaveLeases(killed, rows < 2000 ? 0 : 8000);
    }
    const last = await runJson(['sync', '--full'], { cwd: killed.path });
    expect(last.code).toBe(0);
    expect(last.stderr).toMatch(
      /^Waiting until .* died while it worked on sandbox; its lease expires\.$/m,
    );
    expect(last.document.data.abandoned_runs).toHaveLength(1);
    expect(await contentOf(killed)).toEqual(expected);
    const store = new Database(killed.file('.spm/store.sqlite'), { readonly: true });
    expect(store.pragma('integrity_check', { simple: true })).toBe('ok');
    store.close();
  }, 120_000);
});

function deadLetters(folder: TestProject): { reason: string; payload_json: string }[] {
  const store = new Database(folder.file('.spm/store.sqlite'), { readonly: true });
  try {
    return store.prepare('SELECT * FROM rejected_item').all() as never;
  } finally {
    store.close();
  }
}

async function inShop(folder: TestProject, look: (api: ShopApi) => Promise<void>): Promise<void> {
  const api = await openShop(folder.path);
  try {
    await look(api);
  } finally {
    await api.stop();
  }
}

/** Every row that a sync writes. */
async function contentOf(folder: TestProject): Promise<Record<string, unknown[]>> {
  const content: Record<string, unknown[]> = {};
  await inShop(folder, async (api) => {
    for (const path of ['/customers', '/products', '/orders', '/custom-data-records/1'])
      content[path] = sorted(await api.all(path));
  });
  return content;
}

function sorted(rows: Record<string, unknown>[]): string[] {
  const plain = rows.map(({ id: _, ...row }) => row);
  return plain.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
}

function rowsIn(folder: TestProject): number {
  const shop = new Database(folder.file('.spm/sandbox.sqlite'), { readonly: true });
  try {
    return (
      (shop.prepare('SELECT count(*) FROM customers').pluck().get() as number) +
      (shop.prepare('SELECT count(*) FROM orders').pluck().get() as number)
    );
  } finally {
    shop.close();
  }
}

function leaveLeases(folder: TestProject, ms: number): void {
  const store = new Database(folder.file('.spm/store.sqlite'));
  const until = new Date(Date.now() + ms).toISOString();
  store.prepare('UPDATE spm_lease SET until = ?').run(until);
  store.close();
}
