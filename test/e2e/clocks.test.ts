/** Clocks that were wrong, and lease holders that died, through the binary. */
import { describe, expect, it } from 'vitest';
import { finished, run, runJson, start } from '../helpers/cli.js';
import { change, leaveLease, synced } from '../helpers/synced.js';

const HOUR = 3_600_000;
const inAnHour = () => new Date(Date.now() + HOUR).toISOString();

it('a cursor in the future is an error of sync and health, and the command they name mends it', async () => {
  const folder = await synced();
  const at = { cwd: folder.path };
  change(folder, 'UPDATE sync_cursor SET last_synced_at = ?', inAnHour());
  const { code, document } = await runJson(['sync'], at);
  expect(code).toBe(1);
  const told = document.data.steps[0].errors[0] as string;
  expect((await run(['health'], at)).stdout).toContain(told);
  const [, command = ''] = /`spm-connect ([^`]+)`/.exec(told) ?? [];
  expect((await run([...command.split(' '), '--confirm'], at)).code).toBe(0);
  expect((await runJson(['sync'], at)).document.data.steps[0].status).toBe('ok');
  expect((await runJson(['health'], at)).document.data.reasons).toEqual([]);
});

describe('a lease that a dead process left, dated by a clock an hour ahead', () => {
  it('is waited for no longer than --wait says, and told of with when it ends', async () => {
    const folder = await synced();
    leaveLease(folder, inAnHour());
    const began = Date.now();
    const { code, document } = await runJson(['sync', '--wait', '1s'], { cwd: folder.path });
    expect(code).toBe(75);
    expect(document.error?.message).toContain('which has died');
    const [until = ''] = /[0-9T:.-]+Z/.exec(document.error?.cause ?? '') ?? [];
    expect(Date.parse(until) - began).toBeLessThan(60_000);
  });

  it('ends, at SIGTERM, with 143 in JSON too, and with nothing that is not so', async () => {
    const folder = await synced();
    leaveLease(folder, inAnHour());
    const child = start(['sync', '--json'], { cwd: folder.path });
    const ended = finished(child);
    await new Promise((resolve) => child.stderr?.once('data', resolve));
    child.kill('SIGTERM');
    const { code, stdout } = await ended;
    const { error } = JSON.parse(stdout);
    expect([code, error.exit_code]).toEqual([143, 143]);
    expect(error.cause).toContain('died');
    expect(error.cause).not.toContain('still works');
  });
});
