/** Hostile requests: none is accepted, none is answered with 500, and none leaves memory behind. */
import { createHmac } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import { expect, it } from 'vitest';
import { platformRoutes, stateRoutes } from '../../../src/runtime/http/routes.ts';
import { createServer } from '../../../src/runtime/http/server.ts';
import { scaled } from '../../helpers/scale.ts';
import { SeededRandom } from '../../simulation/random.ts';

const REQUESTS = scaled(3_000, 100_000, 'SPM_FUZZ_REQUESTS');
const SECRET = 'the-secret-of-the-platform';
const NOW = 1_790_000_000;
const BODY = JSON.stringify({
  ...{ event: 'integration.installed', installation_id: 'i1', access_token: 'tok' },
  configs: { a: 1 },
});

/** Written apart from the code under test. */
const sign = (body: string | Buffer, at: number | string, secret = SECRET) =>
  createHmac('sha256', secret)
    .update(Buffer.concat([Buffer.from(`${at}.`), Buffer.from(body)]))
    .digest('hex');

interface Hostile {
  body: string | Buffer;
  at: string;
  signature: string | string[];
  more?: Record<string, string>;
  url?: string;
  method?: string;
}

const good = (body: string | Buffer = BODY): Hostile => ({
  ...{ body, at: String(NOW), signature: sign(body, NOW) },
});

type Attack = (random: SeededRandom) => Hostile;

const bytes = (random: SeededRandom, most: number) =>
  Buffer.from(Array.from({ length: random.between(0, most) }, () => random.between(0, 255)));

const hex = (random: SeededRandom, length: number) =>
  Array.from({ length }, () => random.between(0, 15).toString(16)).join('');

const ATTACKS: readonly Attack[] = [
  function forged(random) {
    return { ...good(), signature: hex(random, 64) };
  },
  function otherSecret(random) {
    return { ...good(), signature: sign(BODY, NOW, hex(random, 10)) };
  },
  function truncated(random) {
    return { ...good(), body: BODY.slice(0, random.between(0, BODY.length - 1)) };
  },
  function extended(random) {
    return {
      ...good(),
      body: Buffer.concat([Buffer.from(BODY), bytes(random, 9), Buffer.from(' ')]),
    };
  },
  function oneBit(random) {
    const body = Buffer.from(BODY);
    const at = random.between(0, body.length - 1);
    body[at] = (body[at] as number) ^ (1 << random.between(0, 7));
    return { ...good(), body };
  },
  function replayed(random) {
    const at = NOW - 301 - random.between(0, 1e6);
    return { ...good(), at: String(at), signature: sign(BODY, at) };
  },
  function fromTheFuture(random) {
    const at = NOW + 61 + random.between(0, 1e6);
    return { ...good(), at: String(at), signature: sign(BODY, at) };
  },
  function oddTime(random) {
    const at = random.pick([
      '',
      ' ',
      '1e9',
      '0x6ab',
      `${NOW}.0`,
      ` ${NOW}`,
      '-1',
      'NaN',
      `+${NOW}`,
    ]);
    return { ...good(), at, signature: sign(BODY, at) };
  },
  function oddSignature(random) {
    const { signature } = good();
    const odd = [`${signature}0`, `0x${signature}`, String(signature).toUpperCase(), '', 'null'];
    return { ...good(), signature: random.pick([...odd, hex(random, random.between(1, 200))]) };
  },
  function twoSignatures() {
    const { signature } = good();
    return { ...good(), signature: [String(signature), String(signature)] };
  },
  function oversized(random) {
    return good(Buffer.alloc(1024 * 1024 + random.between(1, 1000), 0x20));
  },
  function notJson(random) {
    return good(random.pick(['', '[', '"a"', 'null', '[]', '1e400', '{"a":}', bytes(random, 200)]));
  },
  function deep(random) {
    return good('['.repeat(random.between(1, 50_000)));
  },
  function wrongTypes(random) {
    const value = () =>
      random.pick<unknown>([null, 0, 1.5, true, [], {}, '', 'x'.repeat(300), '__proto__', [[]]]);
    const event = random.pick<unknown>([value(), 'constructor', 'toString', '__proto__']);
    return good(JSON.stringify({ event, installation_id: value(), access_token: value() }));
  },
  function unknownEvent(random) {
    return good(JSON.stringify({ event: `integration.${hex(random, 8)}`, installation_id: 'i1' }));
  },
  function oddIds(random) {
    const id = random.pick([
      '\u0000',
      'a b',
      '-x',
      'sandbox',
      '\u202e',
      'é',
      `local-${hex(random, 8)}`,
    ]);
    return good(JSON.stringify({ ...JSON.parse(BODY), installation_id: id }));
  },
  function poisonedHeaders(random) {
    const value = random.pick([
      'gzip',
      'x'.repeat(4000),
      '../../etc/passwd',
      '127.0.0.1',
      '%00',
      '',
    ]);
    const names = ['content-encoding', 'x-forwarded-for', 'x-request-id', 'content-type', 'host'];
    return { ...good(), signature: hex(random, 64), more: { [random.pick(names)]: value } };
  },
  function oddUrls(random) {
    const urls = [
      '/webhook/receive/',
      '/webhook/remote-data/%ff',
      '/%',
      '//x',
      '/webhook/%2e%2e/x',
    ];
    return { ...good(bytes(random, 20)), signature: hex(random, 64), url: random.pick(urls) };
  },
  function otherMethods(random) {
    return { ...good(), method: random.pick(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']) };
  },
];

const requestOf = ({ body, at, signature, more, url, method }: Hostile): InjectOptions => ({
  method: (method ?? 'POST') as 'POST',
  url: url ?? '/webhook/receive',
  ...(method === undefined && { payload: body }),
  headers: {
    ...{ 'x-shopimind-timestamp': at, 'x-shopimind-signature': signature as string },
    ...more,
  },
});

it(`refuses ${REQUESTS} hostile requests`, { timeout: 600_000 }, async () => {
  let accepted = 0;
  let failures = 0;
  const app = createServer({
    now: () => NOW * 1000,
    log: () => {},
    failed: () => failures++,
    routes: (server) => {
      stateRoutes(server, { ready: async () => true, healthy: async () => true });
      platformRoutes(server, {
        ...{ secrets: [SECRET, 'another'], toleranceSeconds: 300, now: () => NOW * 1000 },
        deadlineMs: 1_000,
        shown: () => ({}),
        testConnection: async () => null,
        remoteData: async () => [],
        receive: async () => {
          accepted++;
          return { id: 1, answer: async () => ({ success: true }) as const };
        },
      });
    },
  });
  const random = new SeededRandom(REQUESTS);
  const found = new Map<string, Set<number>>();
  const grown: number[] = [];
  for (let n = 0; n < REQUESTS; n++) {
    const attack = random.pick(ATTACKS);
    const { statusCode, payload } = await app.inject(requestOf(attack(random)));
    const statuses = found.get(attack.name) ?? new Set();
    found.set(attack.name, statuses.add(statusCode));
    expect(payload.includes('"success":true'), attack.name).toBe(false);
    if (n % Math.ceil(REQUESTS / 10) === 0) grown.push(process.memoryUsage().heapUsed);
  }
  expect(accepted).toBe(0);
  expect(failures).toBe(0);
  for (const [name, statuses] of found)
    for (const status of statuses) expect(status, name).toBeLessThan(500);
  // Everything here is signed as it must be, and only its content is wrong.
  expect(found.get('unknownEvent')).toEqual(new Set([200]));
  expect(found.get('oversized')).toEqual(new Set([413]));
  // The server itself still works.
  const { statusCode } = await app.inject(requestOf(good()));
  expect([statusCode, accepted]).toEqual([200, 1]);
  expect(Math.max(...grown.slice(5))).toBeLessThan(Math.max(...grown.slice(0, 5)) + 64 * 2 ** 20);
  await app.close();
});
