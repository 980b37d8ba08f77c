import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  CONNECTOR_TIMEOUT_MS,
  MAX_CONNECTOR_ANSWER_BYTES,
  WEBHOOK_RETRY_DELAY_MS,
} from '../../../src/sandbox/choices.ts';
import { realSleep } from '../../../src/sandbox/platform/deliver.ts';
import {
  type Answered,
  installationAfter,
  type Platform,
  platform,
  SECRET,
  verify,
} from './rig.ts';

/** Each action with the actions that must come before it. */
const BEFORE: Record<string, string[]> = {
  install: [],
  activate: ['install'],
  deactivate: ['install', 'activate'],
  uninstall: ['install', 'activate', 'deactivate'],
  configure: ['install', 'activate'],
};
const ACTIONS = Object.keys(BEFORE);
const RETRIED = ACTIONS.filter((action) => action !== 'install');

const bodyOf = (action: string) => (action === 'configure' ? { configs: { a: 1 } } : undefined);

/** Runs the action while the connector gives these answers, one after the other. */
async function act(rig: Platform, action: string, ...answers: Answered[]) {
  const { id } = await installationAfter(rig, BEFORE[action] ?? []);
  rig.connector.handler = () => answers.shift();
  return { id, ...(await rig.act(id, action, bodyOf(action))) };
}

/** Each answer with the recorded status. */
const TRANSIENT: [string, Answered, number | null][] = [
  ['500', { status: 500 }, 500],
  ['503', { status: 503 }, 503],
  ['a reset', { instead: 'reset' }, null],
  ['silence', { instead: 'hang' }, null],
];
const TIMEOUT = { platform: { timeoutMs: 300 } };

describe('a transient error', () => {
  it.each(RETRIED)('is tried again once for %s', async (action) => {
    const rig = await platform();
    const { ok, delivery } = await act(rig, action, { status: 500 });
    expect(ok).toBe(true);
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([500, 200]);
    expect(rig.connector.received).toHaveLength(2);
    expect(rig.connector.received[1]?.raw).toBe(rig.connector.received[0]?.raw);
    expect(rig.waits).toEqual([WEBHOOK_RETRY_DELAY_MS]);
  });

  it.each(TRANSIENT)('is tried again once only: %s', async (_name, answer, status) => {
    const rig = await platform(TIMEOUT);
    const { ok, error, delivery, installation } = await act(rig, 'activate', answer, answer);
    expect(ok).toBe(false);
    expect(error).not.toBeNull();
    expect(delivery?.attempts.map((attempt) => attempt.status)).toEqual([status, status]);
    expect(rig.connector.received).toHaveLength(2);
    expect(installation).toMatchObject({ status: 'installed', key_works: false });
  });

  it.each(TRANSIENT)('cancels an install at once: %s', async (_name, answer) => {
    const rig = await platform(TIMEOUT);
    const { ok, delivery, installation } = await act(rig, 'install', answer);
    expect(ok).toBe(false);
    expect(delivery?.attempts).toHaveLength(1);
    expect(rig.connector.received).toHaveLength(1);
    expect(rig.waits).toEqual([]);
    expect(installation).toMatchObject({ status: 'created', key: null });
  });

  it('may be that nobody listens', async () => {
    const rig = await platform();
    const { id } = await installationAfter(rig, ['install']);
    await rig.connector.close();
    const { delivery } = await rig.act(id, 'activate');
    expect(delivery?.attempts).toHaveLength(2);
    expect(delivery?.error).toMatch(/connection failed.*ECONNREFUSED/);
  });

  it('is tried again with a signature of its own', async () => {
    const clock = { now: Date.parse('2026-01-02T03:04:05Z') };
    const sleep = async (ms: number) => {
      clock.now += ms;
    };
    const rig = await platform({ now: () => clock.now, platform: { sleep } });
    const { delivery } = await act(rig, 'activate', { status: 500 });
    const sent = rig.connector.received;
    for (const request of sent) expect(verify(request, () => clock.now)).toEqual({ ok: true });
    const stamps = sent.map(({ headers }) => Number(headers['x-shopimind-timestamp']));
    expect(stamps).toEqual([clock.now / 1000 - 2, clock.now / 1000]);
    expect(delivery?.attempts.map(({ headers }) => headers)).toEqual(
      sent.map(({ headers }) => ({
        'X-Shopimind-Timestamp': headers['x-shopimind-timestamp'],
        'X-Shopimind-Signature': headers['x-shopimind-signature'],
      })),
    );
  });
});

describe('an answer that is no success', () => {
  const FINAL: [string, Answered, RegExp][] = [
    ['201', { status: 201 }, /HTTP 201/],
    ['204', { status: 204, body: '' }, /HTTP 204/],
    ['400', { status: 400 }, /HTTP 400/],
    ['401', { status: 401 }, /HTTP 401/],
    ['429', { status: 429 }, /HTTP 429/],
    [
      'success: false',
      { body: { success: false, error: 'connection_failed' } },
      /^connection_failed$/,
    ],
    ['no success', { body: {} }, /success: true/],
    ['a text for true', { body: { success: 'true' } }, /success: true/],
    ['an array', { body: [{ success: true }] }, /JSON object/],
    ['no JSON', { body: 'OK' }, /JSON object/],
    ['nothing', { body: '' }, /JSON object/],
    ['more than is read', { body: ' '.repeat(MAX_CONNECTOR_ANSWER_BYTES + 1) }, /exceeds/],
  ];

  it.each(FINAL)('fails the activation, and is not tried again: %s', async (_n, answer, error) => {
    const rig = await platform();
    const { ok, delivery, installation } = await act(rig, 'activate', answer);
    expect(ok).toBe(false);
    expect(delivery?.error).toMatch(error);
    expect(rig.connector.received).toHaveLength(1);
    expect(installation.status).toBe('installed');
  });

  it('is a redirect, which is not followed', async () => {
    const rig = await platform();
    const location = `${rig.connector.url}/elsewhere`;
    const { ok, delivery } = await act(rig, 'activate', { status: 307, headers: { location } });
    expect(ok).toBe(false);
    expect(delivery?.error).toMatch(/HTTP 307/);
    expect(rig.connector.received.map(({ path }) => path)).toEqual(['/webhook/receive']);
  });
});

describe('the record of deliveries', () => {
  it('tells what happened, oldest first', async () => {
    const rig = await platform();
    const { id } = await rig.create();
    await rig.act(id, 'install');
    rig.connector.handler = () => ({ status: 418, body: 'teapot' });
    await rig.act(id, 'activate');
    const { deliveries } = await rig.get(id);
    expect(deliveries).toMatchObject([
      {
        event: 'integration.installed',
        url: `${rig.connector.url}/webhook/receive`,
        ok: true,
        error: null,
        attempts: [{ status: 200, response: '{"success":true}', error: null }],
      },
      {
        event: 'integration.activated',
        ok: false,
        attempts: [{ status: 418, response: 'teapot', ms: expect.any(Number) }],
      },
    ]);
    expect(deliveries[0]?.body).toBe(rig.connector.received[0]?.raw);
  });

  it('is bounded', async () => {
    const rig = await platform();
    const { id } = await installationAfter(rig, ['install'], {
      configs: { note: 'x'.repeat(9000) },
    });
    rig.connector.handler = () => ({ body: 'y'.repeat(9000) });
    for (let i = 0; i < 101; i += 1) await rig.act(id, 'test-connection');
    const { deliveries } = await rig.get(id);
    expect(deliveries).toHaveLength(100);
    expect(deliveries.at(-1)?.body.length).toBeLessThan(2100);
    expect(deliveries.at(-1)?.attempts[0]?.response?.length).toBeLessThan(2100);
  });

  it('holds no secret, whoever tells it', async () => {
    const rig = await platform();
    const secret = 's3cr3t "quoted"\n';
    const config_schema = {
      fields: [
        { key: 'user', type: 'text', label: 'User' },
        { key: 'pass', type: 'password', label: 'Password' },
        { key: 'pin', type: 'number', label: 'PIN', sensitive: true },
        { key: 'api_token', type: 'text', label: 'Token' },
      ],
    };
    const configs = { user: 'ada', pass: secret, pin: 12, api_token: 'tok-987' };
    rig.connector.handler = ({ raw }) => ({ body: { success: false, error: raw + SECRET } });
    const { id } = await rig.create({ config_schema, configs });
    await rig.act(id, 'install');
    expect(rig.connector.received[0]?.body.configs).toEqual(configs);
    await rig.act(id, 'test-connection');
    expect(rig.connector.received[1]?.body).toEqual(configs);
    const shown = JSON.stringify([await rig.get(id), await rig.send('GET', '/installations')]);
    expect(shown).toContain('ada');
    expect(shown).toContain('[redacted]');
    for (const hidden of ['s3cr3t', 'tok-987', SECRET]) expect(shown).not.toContain(hidden);
    const { configs: seen } = await rig.get(id);
    expect(seen).toEqual({
      user: 'ada',
      pass: '[redacted]',
      pin: '[redacted]',
      api_token: '[redacted]',
    });
  });
});

describe('time', () => {
  it('is bounded by default', () => {
    expect(CONNECTOR_TIMEOUT_MS).toBe(10_000);
  });

  it('runs while the answer trickles, too', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"success":');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const rig = await platform({ platform: { timeoutMs: 200 } });
    const { id } = await rig.create({ url: `http://127.0.0.1:${port}` });
    expect((await rig.act(id, 'install')).error).toBe('no response within 200 ms');
    server.close();
  });

  it('ends with the sandbox: nobody waits for a connector then', async () => {
    const rig = await platform();
    const { id } = await installationAfter(rig, ['install']);
    const asked = new Promise<void>((resolve) => {
      rig.connector.handler = () => {
        resolve();
        return { instead: 'hang' };
      };
    });
    const acting = rig.act(id, 'activate');
    await asked;
    await rig.sandbox.stop();
    expect(await acting).toMatchObject({ ok: false, error: 'the sandbox stopped' });
  });

  it('of the wait before a retry ends with the sandbox, too', async () => {
    const stop = new AbortController();
    const waited = realSleep(2 ** 30, stop.signal);
    stop.abort();
    await expect(waited).resolves.toBeUndefined();
    await expect(realSleep(1, new AbortController().signal)).resolves.toBeUndefined();
  });
});
