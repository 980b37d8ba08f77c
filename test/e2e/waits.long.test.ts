/** Waits of more than five seconds, through the binary and in real time: none is silent. */
import { type ChildProcess, spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { finished, ROOT, run, start } from '../helpers/cli.js';
import type { TestProject } from '../helpers/project.js';
import { openShop } from '../helpers/shop.js';
import { DEAD_PID, leaveLease, synced } from '../helpers/synced.js';

/** Long enough for a slow machine to start the command and then wait for more than five seconds. */
const inASlowStart = () => new Date(Date.now() + 20_000).toISOString();

/**
 * A process that holds the write lock of the store for this long, like one that was stopped in the middle of a commit.
 */
async function lockStore(folder: TestProject, ms: number): Promise<ChildProcess> {
  const script = `
    const db = require('better-sqlite3')(process.argv[1]);
    db.exec('BEGIN IMMEDIATE');
    console.log('locked');
    setTimeout(() => db.exec('COMMIT'), ${ms});`;
  const child = spawn(process.execPath, ['-e', script, folder.file('.spm/store.sqlite')], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return child;
}

describe('a store that another process has locked', () => {
  it('is waited for as long as --wait says, with a word about it', async () => {
    const folder = await synced();
    const locker = await lockStore(folder, 20_000);
    const { code, stderr } = await run(['sync', '--wait', '1m'], { cwd: folder.path });
    locker.kill();
    expect(stderr).toMatch(/^Waiting until .* \(60 s\)\. Another process has locked the store\.$/m);
    expect(code).toBe(0);
  });

  it('ends the command with 69 after a few seconds without it', async () => {
    const folder = await synced();
    const locker = await lockStore(folder, 60_000);
    const { code, stderr } = await run(['sync'], { cwd: folder.path });
    locker.kill();
    expect(stderr).toContain('SPM_STORE_BUSY');
    expect(code).toBe(69);
  });
});

describe('a wait of more than five seconds', () => {
  const told = /^Waiting until [0-9T:.-]+Z at the latest \(\d+ s\)\. (.*)$/gm;
  const reasons = (stderr: string) => [...stderr.matchAll(told)].map(([, reason]) => reason);

  it.each([[[]], [['--json']]])(
    'for a dead process is told, and told again: sync %j',
    async (flags) => {
      const folder = await synced();
      leaveLease(folder, inASlowStart());
      const { code, stderr } = await run(['sync', ...flags], { cwd: folder.path });
      const why = `Process ${DEAD_PID} died while it worked on sandbox; its lease expires.`;
      const lines = reasons(stderr);
      expect(lines.length).toBeGreaterThan(1);
      expect(new Set(lines)).toEqual(new Set([why]));
      expect(code).toBe(0);
    },
  );

  it('for a pause of the API is told', async () => {
    const folder = await synced();
    const fault = 'POST /v1/customers 429 retry-after=6 times=1';
    const shop = await openShop(folder.path, 'shop.sqlite', ['--fault', fault]);
    const { code, stderr } = await run(['sync', '--target', shop.baseUrl], {
      cwd: folder.path,
      env: { SPM_ACCESS_TOKEN: shop.key },
    });
    await shop.stop();
    expect(reasons(stderr)).toContainEqual(expect.stringContaining('The API asks for a pause of '));
    expect(code).toBe(0);
  });

  it('is an event of a loop', async () => {
    const folder = await synced();
    leaveLease(folder, inASlowStart());
    const child = start(['sync', '--loop', '--json'], { cwd: folder.path });
    const ended = finished(child);
    await new Promise<void>((resolve) => {
      let text = '';
      child.stdout?.on('data', (more) => {
        text += more;
        if (text.includes('sync_ended')) resolve();
      });
    });
    child.kill('SIGTERM');
    const { stdout } = await ended;
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).data);
    const waiting = events.filter(({ event }) => event === 'waiting');
    expect(waiting).toEqual([
      {
        ...{ at: expect.any(String), event: 'waiting', installation_id: 'sandbox' },
        ...{ reason: 'dead_holder', until: expect.any(String) },
      },
    ]);
  });
});
