import type { ChildProcess } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { SpmClient, SpmCustomers } from '@shopimind/sdk-js';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import {
  BIN,
  finished,
  type Result,
  run,
  runJson,
  start,
  temporaryFolder,
} from '../helpers/cli.js';
import { customer } from '../sandbox/fixtures.js';

const folder = temporaryFolder();
const cwd = folder.path;
afterAll(folder.remove);

const running: { child: ChildProcess; end: Promise<Result> }[] = [];
afterEach(async () => {
  for (const { child, end } of running.splice(0)) {
    child.kill('SIGKILL');
    await end;
  }
});

/** Serves in its own process; resolves to its first output when it is ready. */
async function serve(...args: string[]) {
  const child = start(['sandbox', '--json', '--port', '0', ...args], { cwd });
  const end = finished(child);
  running.push({ child, end });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const [line] = await new Promise<[string]>((resolve) => lines.once('line', (l) => resolve([l])));
  const { data } = JSON.parse(line);
  const client = SpmClient.getClient('v1', data.access_token, {
    baseUrl: data.base_url,
    labelSource: null,
    retry: false,
  });
  return { child, end, data, client, url: data.base_url as string };
}

/** A script for `node -e`, run by sandbox exec. */
const exec = (script: string, ...options: string[]) =>
  ['sandbox', 'exec', ...options, '--', process.execPath, '-e', script] as const;

describe('sandbox', () => {
  it('serves with faults, limits and a delay until it is interrupted', async () => {
    const fault = 'PUT /v1/* 503';
    const args = ['--fault', fault, '--fault', 'DELETE /v1/* 500', '--fault-seed', '9'];
    const { child, end, data, client } = await serve(
      ...args,
      '--read-delay',
      '1h',
      '--latency',
      '1..2',
    );
    expect(data).toMatchObject({
      event: 'ready',
      data: null,
      faults: [fault, 'DELETE /v1/* 500'],
      fault_seed: 9,
    });
    expect(await SpmCustomers.bulkSave(client, [customer('c1')])).toMatchObject({ ok: true });
    expect(await SpmCustomers.bulkUpdate(client, [])).toMatchObject({ statusCode: 503 });
    expect(await SpmCustomers.list(client)).toMatchObject({ data: { data: [] } });
    child.kill('SIGTERM');
    const { code, stdout, stderr } = await end;
    expect(code).toBe(143);
    expect(stderr).toBe('');
    const events = stdout.trim().split('\n');
    expect(events.map((line) => JSON.parse(line).data.event)).toEqual(['ready', 'stopped']);
  });

  it('listens where, and with the key, that it is told', async () => {
    const key = 'a-key-of-my-own-12345';
    const { data } = await serve('--host', 'localhost', '--key', key);
    expect(data).toMatchObject({ access_token: key });
    const short = await runJson(['sandbox', '--port', '0', '--key', 'short'], { cwd });
    expect(short.document.error).toMatchObject({ code: 'SPM_INVALID_VALUE' });
  });

  it('tells a person how to use it', async () => {
    const child = start(['sandbox', '--port', '0', '--fault', 'GET /v1/* 5% 500'], { cwd });
    const end = finished(child);
    running.push({ child, end });
    await new Promise<void>((resolve) => {
      child.stdout?.on('data', (text) => {
        if (String(text).includes('Ctrl-C')) resolve();
      });
    });
    child.kill('SIGINT');
    const { code, stdout } = await end;
    expect(code).toBe(130);
    expect(stdout).toMatch(/runs at http:\/\/127\.0\.0\.1:\d+\n {2}key {3}sandbox-/);
    expect(stdout).toContain('fault GET /v1/* 5% 500');
    expect(stdout).toMatch(/--fault-seed \d+/);
    expect(stdout).toMatch(/Stopped\.\n$/);
  });
});

describe('sandbox requests, state and reset', () => {
  it('ask a running one, for people and for programs', async () => {
    const { client, url } = await serve();
    const none = await run(['sandbox', 'requests', '--url', url], { cwd });
    expect(none).toMatchObject({ code: 0, stdout: `No requests yet at ${url}.\n`, stderr: '' });

    const customers = Array.from({ length: 30 }, (_, i) => customer(`c${i}`));
    await SpmCustomers.bulkSave(client, customers);
    await SpmCustomers.get(client, 'nobody');
    const env = { SPM_TARGET: url };
    const requests = await runJson(['sandbox', 'requests'], { cwd, env });
    expect(requests).toMatchObject({ code: 0, stderr: '' });
    expect(requests.document).toMatchObject({
      schemaVersion: 1,
      ok: true,
      command: 'sandbox',
      data: {
        action: 'requests',
        base_url: url,
        last_id: 2,
        requests: [{ method: 'POST', items: 30 }, { status: 404 }],
      },
    });
    const shown = await run(['sandbox', 'requests', '--limit', '1'], { cwd, env });
    expect(shown.stdout).toMatch(/^id +at +status +method/);
    expect(shown.stdout).toContain('/v1/customers/nobody');
    expect(shown.stdout).not.toContain('POST');

    const counts = await run(['sandbox', 'state', '--target', url], { cwd });
    expect(counts).toMatchObject({ code: 0, stderr: '' });
    expect(counts.stdout).toMatch(/^customers +30$/m);
    const rows = await run(['sandbox', 'state', 'customers', '--limit', '2'], { cwd, env });
    expect(rows.stdout).toMatch(/^customers · 30 rows, the first 2\n\{"customer_id":"c0"/);
    const document = await runJson(['sandbox', 'state', 'customers', '--limit', '2'], { cwd, env });
    expect(document.document.data).toMatchObject({ name: 'customers', total: 30 });
    expect(document.document.data.rows).toHaveLength(2);

    const reset = await run(['sandbox', 'reset'], { cwd, env });
    expect(reset).toMatchObject({ code: 0, stdout: `Emptied the sandbox at ${url}.\n` });
    const after = await runJson(['sandbox', 'state', 'customers'], { cwd, env });
    expect(after.document.data).toMatchObject({ total: 0, rows: [] });

    const unknown = await runJson(['sandbox', 'state', 'clients'], { cwd, env });
    expect(unknown.code).toBe(64);
    expect(unknown.document.error).toMatchObject({ code: 'SPM_INVALID_VALUE' });
    expect(unknown.document.error?.cause).toContain('customers');
  });

  it('say when there is none, or something else', async () => {
    const { url, child, end } = await serve();
    child.kill('SIGTERM');
    await end;
    const none = await runJson(['sandbox', 'reset', '--url', url], { cwd });
    expect(none.code).toBe(69);
    expect(none.document.error).toMatchObject({ code: 'SPM_API_UNREACHABLE' });
    expect(none.document.error?.message).toContain(url);
    expect(none.document.error?.hint).toContain('--url');

    const other = createServer((_request, response) => response.end('<html></html>'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const page = await runJson(['sandbox', 'requests', '--url', `http://127.0.0.1:${port}`], {
      cwd,
    });
    other.close();
    expect(page.code).toBe(69);
    expect(page.document.error).toMatchObject({ code: 'SPM_API_ERROR' });
    expect(page.document.error?.message).toContain('is not a sandbox');
  });
});

describe('sandbox exec', () => {
  it('points the command at a sandbox of its own and ends with its exit code', async () => {
    const script = `
      const { SPM_TARGET: url, SPM_ACCESS_TOKEN: key, SHOPIMIND_CORE_API_BASE: base } = process.env;
      const headers = { 'spm-api-key': key };
      fetch(url + '/v1/customers', { headers }).then(({ status }) => {
        console.log(status, url === base);
        console.error('to stderr');
        process.exit(3);
      });`;
    const person = await run(exec(script), { cwd });
    expect(person).toMatchObject({ code: 3, stdout: '200 true\n', stderr: 'to stderr\n' });
    const program = await run(exec(script, '--json'), { cwd });
    expect(program).toMatchObject({ code: 3, stderr: '200 true\nto stderr\n' });
    expect(JSON.parse(program.stdout)).toMatchObject({
      ok: false,
      command: 'sandbox',
      data: { action: 'exec', exit_code: 3, signal: null, requests: 1 },
      error: null,
    });
  });

  it('says which faults never happened, and that a seed did nothing', async () => {
    const script = `
      const { SPM_TARGET: url, SPM_ACCESS_TOKEN: key } = process.env;
      fetch(url + '/v1/customers', { headers: { 'spm-api-key': key } });`;
    const faults = ['--fault', 'GET /v1/customers 418', '--fault', 'POST /v1/lists 500'];
    const store = ['--seed', '1', '--data', 'seeded.sqlite'];
    const first = await runJson([...exec(script, '--json', ...faults, ...store), '--'], { cwd });
    expect(first.document.diagnostics).toMatchObject([
      { severity: 'warning', message: "The fault 'POST /v1/lists 500' never happened" },
    ]);
    const second = await runJson([...exec(script, '--json', ...store), '--'], { cwd });
    expect(second.document.diagnostics).toMatchObject([
      { severity: 'warning', code: 'not-seeded', message: expect.stringContaining('--seed 1') },
    ]);
    const { data } = await serve(...store);
    expect(data.seeded).toBe(false);
    expect((await serve('--seed', '1')).data.seeded).toBe(true);
  });

  it('takes its own options before -- and leaves those behind it to the command', async () => {
    const script = `
      const { SPM_TARGET: url, SPM_ACCESS_TOKEN: key } = process.env;
      fetch(url + '/v1/customers', { headers: { 'spm-api-key': key } }).then(({ status }) =>
        console.log(status, process.argv.slice(1).join(' ')));`;
    const options = ['--fault', '* /v1/* 418', '--data', 'shop.sqlite'];
    const args = [...exec(script, ...options), '--', '--json', '--fault', 'x'];
    const { code, stdout } = await run(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '418 --json --fault x\n' });
    expect(existsSync(`${cwd}/shop.sqlite`)).toBe(true);
  });

  it('hands stdin on, and works for our own commands', async () => {
    const echo = await run(exec('process.stdin.pipe(process.stdout)'), { cwd, input: 'hello' });
    expect(echo).toMatchObject({ code: 0, stdout: 'hello' });
    const own = ['sandbox', 'exec', '--', process.execPath, BIN, 'sandbox', 'state', '--json'];
    const { code, stdout } = await run(own, { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).data).toMatchObject({ action: 'state' });
  });

  it('passes signals on and lets the command decide how to end', async () => {
    const child = start(
      exec(
        "process.on('SIGTERM', () => process.exit(7)); console.log('up'); setInterval(() => {}, 1e6);",
      ),
      { cwd },
    );
    const end = finished(child);
    running.push({ child, end });
    child.stdout?.once('data', () => child.kill('SIGTERM'));
    expect(await end).toMatchObject({ code: 7, stdout: 'up\n' });
  });

  it.each([
    ['no-such-program', 127, 'SPM_COMMAND_NOT_FOUND', 'does not exist', 'PATH'],
    ['./no/such/program', 127, 'SPM_COMMAND_NOT_FOUND', 'does not exist', 'PATH'],
    ['./data.txt', 126, 'SPM_COMMAND_NOT_EXECUTABLE', 'cannot be started', 'execute'],
    ['./data.txt/program', 127, 'SPM_COMMAND_NOT_FOUND', 'does not exist', 'PATH'],
    ['.', 126, 'SPM_COMMAND_NOT_EXECUTABLE', 'cannot be started', 'execute'],
    ['', 127, 'SPM_COMMAND_NOT_FOUND', 'does not exist', 'PATH'],
  ])('ends as a shell does when the command is %j', async (program, code, error, message, hint) => {
    writeFileSync(`${cwd}/data.txt`, 'no program');
    const person = await run(['sandbox', 'exec', '--', program], { cwd });
    expect(person).toMatchObject({ code, stdout: '' });
    expect(person.stderr).toContain(message);
    const { document } = await runJson(['sandbox', 'exec', '--json', '--', program], { cwd });
    expect(document.error).toMatchObject({ code: error, hint: expect.stringContaining(hint) });
  });

  it('ends as a shell does when a signal ends the command', async () => {
    const result = await run(exec("process.kill(process.pid, 'SIGKILL')"), { cwd });
    expect(result.code).toBe(137);
  });

  it.each([
    [['exec'], 'SPM_MISSING_INPUT', 'sandbox exec needs a command', '-- npm test'],
    [['exec', '--'], 'SPM_MISSING_INPUT', 'sandbox exec needs a command', '-- npm test'],
    [['request'], 'SPM_INVALID_VALUE', "sandbox has no action 'request'", 'sandbox requests'],
    [['reset', 'now'], 'SPM_USAGE', "does not take 'now'", 'help sandbox'],
    [['state', '--url', 'here'], 'SPM_INVALID_VALUE', "--url cannot be 'here'", 'sandbox'],
    [['--fault', 'POST /customers 500'], 'SPM_INVALID_VALUE', 'is not a fault', '/v1/customers'],
    [['--latency', 'fast'], 'SPM_INVALID_VALUE', "latency cannot be 'fast'", 'Correct'],
    [['--rate-limit', '10'], 'SPM_INVALID_VALUE', "rate limit cannot be '10'", 'Correct'],
    [['--read-delay', '2x'], 'SPM_INVALID_VALUE', "read delay cannot be '2x'", 'Correct'],
    [
      ['--fault-seed', 'x'],
      'SPM_INVALID_VALUE',
      "--fault-seed cannot be 'x'",
      'Correct --fault-seed',
    ],
    [['--port', '70000'], 'SPM_INVALID_VALUE', "--port cannot be '70000'", 'port'],
    [['exec', '--port', '70000', '--', 'true'], 'SPM_INVALID_VALUE', '--port cannot be', 'port'],
  ])('and the others refuse %j', async (args, code, message, hint) => {
    const result = await run(['sandbox', '--json', ...args], { cwd });
    expect(result.code).toBe(64);
    expect(JSON.parse(result.stdout)).toMatchObject({ ok: false, error: { code } });
    const { error } = JSON.parse(result.stdout);
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
    expect(result.stderr).toBe('');
  });
});
