import { afterEach, describe, expect, it } from 'vitest';
import { type InboundRoutes, inboundRoutes } from '../../../src/runtime/http/inbound-routes.ts';
import { createServer } from '../../../src/runtime/http/server.ts';
import type { InboundOutcome } from '../../../src/runtime/lifecycle/inbound.ts';
import type { InboundCall } from '../../../src/runtime/ports/lifecycle.ts';
import { signShopimindBody } from '../../../src/runtime/security/signature.ts';

const NOW = Date.UTC(2026, 10, 30, 12);
const SECRET = 'insec_of_i1';

const servers: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function rig(
  outcome: InboundOutcome = { kind: 'done', replayed: false },
  more: Partial<InboundRoutes> = {},
) {
  const calls: { call: InboundCall; payload: unknown }[] = [];
  const failures: unknown[] = [];
  const app = createServer({
    ...{ now: () => NOW, log: () => {}, failed: () => {} },
    routes: (server) =>
      inboundRoutes(server, {
        ...{ toleranceSeconds: 300, now: () => NOW },
        secretOf: async (id) => (id === 'i1' ? SECRET : 'insec_of_nobody'),
        hasAction: (action) => action === 'order',
        execute: async (call, payload) => {
          calls.push({ call, payload });
          return outcome;
        },
        failed: (_, error) => failures.push(error),
        ...more,
      }),
  });
  servers.push(app);
  const post = async (
    body: string,
    headers: Record<string, string | undefined> = {},
    action = 'order',
  ) => {
    const signed = {
      'x-integration-installation': 'i1',
      'x-integration-timestamp': String(NOW / 1000),
      'x-integration-signature': signShopimindBody(body, SECRET, NOW / 1000),
      ...headers,
    };
    const present = Object.fromEntries(Object.entries(signed).filter(([, value]) => value));
    const answer = await app.inject({
      ...{ method: 'POST', url: `/inbound/${action}`, payload: body },
      headers: present as Record<string, string>,
    });
    return [answer.statusCode, answer.json()];
  };
  return { post, calls, failures };
}

const refused = (error: string) => ({ success: false, error });

describe('an inbound call', () => {
  it('is handed on with its payload, and answered', async () => {
    const { post, calls } = rig();
    expect(await post('{"id":1}', { 'x-idempotency-key': 'order-1' })).toEqual([
      200,
      { success: true },
    ]);
    expect(calls).toEqual([
      { call: { installationId: 'i1', key: 'order-1', action: 'order' }, payload: { id: 1 } },
    ]);
  });

  it('without a key is known by its signature', async () => {
    const { post, calls } = rig();
    await post('[1]');
    await post('[1]');
    await post('[2]');
    const [one, two, three] = calls.map(({ call }) => call.key);
    expect(one).toBe(two);
    expect(one).not.toBe(three);
  });

  it.each<[string, InboundOutcome, number, object]>([
    [
      'that was executed before',
      { kind: 'done', replayed: true },
      200,
      { success: true, replayed: true },
    ],
    ['that another process executes', { kind: 'running' }, 503, refused('in_progress')],
    [
      'without a context',
      { kind: 'no_context', error: new Error('no') },
      409,
      refused('no_context'),
    ],
    ['that fails', { kind: 'failed', error: new Error('hunter2') }, 500, refused('internal_error')],
  ])('%s is told so', async (_, outcome, status, body) => {
    const { post, failures } = rig(outcome);
    expect(await post('{}')).toEqual([status, body]);
    expect(failures).toHaveLength('error' in outcome ? 1 : 0);
  });

  it.each([
    [
      'no installation',
      { 'x-integration-installation': undefined },
      400,
      'missing_installation_header',
    ],
    ['an unknown installation', { 'x-integration-installation': 'i2' }, 401, 'unauthorized'],
    ['no signature', { 'x-integration-signature': undefined }, 401, 'unauthorized'],
    ['a wrong signature', { 'x-integration-signature': '0'.repeat(64) }, 401, 'unauthorized'],
    ['an odd key', { 'x-idempotency-key': 'a b' }, 400, 'invalid_idempotency_key'],
    ['a long key', { 'x-idempotency-key': 'x'.repeat(201) }, 400, 'invalid_idempotency_key'],
  ])('with %s is refused', async (_, headers, status, error) => {
    const { post, calls } = rig();
    expect(await post('{}', headers)).toEqual([status, refused(error)]);
    expect(calls).toEqual([]);
  });

  it('is refused for an unknown action and for what is not JSON, once it is verified', async () => {
    const { post, calls } = rig();
    expect(await post('{}', {}, 'nonsense')).toEqual([404, refused('unknown_action')]);
    expect(await post('{}', {}, 'constructor')).toEqual([404, refused('unknown_action')]);
    expect(await post('{', {})).toEqual([400, refused('invalid_json')]);
    const unsigned = { 'x-integration-signature': '0'.repeat(64) };
    expect(await post('{', unsigned, 'nonsense')).toEqual([401, refused('unauthorized')]);
    expect(calls).toEqual([]);
  });

  it('is limited in its size, and an address in its failures', async () => {
    const { post } = rig();
    expect(await post(`"${'x'.repeat(64 * 1024)}"`)).toEqual([413, refused('body_too_large')]);
    const unsigned = { 'x-integration-signature': '0'.repeat(64) };
    const statuses = await Promise.all(Array.from({ length: 25 }, () => post('{}', unsigned)));
    expect(statuses.filter(([status]) => status === 429)).toHaveLength(5);
    expect(await post('{}')).toEqual([200, { success: true }]);
  });

  it('can be repeated when the store fails', async () => {
    const { post } = rig(undefined, { secretOf: () => Promise.reject(new Error('locked')) });
    expect(await post('{}')).toEqual([503, refused('unavailable')]);
  });
});
