/** The page on a control API whose answers a test decides. */
import fastify, { type FastifyInstance } from 'fastify';
import { uiRoutes } from '../../../src/sandbox/ui/routes.ts';

type Item = Record<string, unknown>;

export interface StubSandbox {
  baseUrl: string;
  port: number;
  requests: Item[];
  /** Adds one to the log; gives it its id. */
  log(request: Item): void;
  resources: Record<string, Item[]>;
  faults: Item[];
  conditions: Item;
  clock: { now: string; offset_ms: number; frozen: boolean };
  snapshots: { name: string }[];
  installations: Item[];
  /** What the page wrote, as `METHOD path body`. */
  writes: string[];
  /** Paths below `/_sandbox/` that are not there. */
  missing: Set<string>;
  stop(): Promise<void>;
}

export const KEY = 'sandbox-0123456789abcdef0123456789abcdef';

export async function stubSandbox(port = 0): Promise<StubSandbox> {
  const app = fastify({ forceCloseConnections: true });
  const stub: StubSandbox = {
    baseUrl: '',
    port,
    requests: [],
    log(request) {
      stub.requests.push({
        id: stub.requests.length + 1,
        at: Date.UTC(2026, 0, 2, 3, 4, stub.requests.length % 60, 5),
        method: 'POST',
        path: '/v1/customers',
        status: 200,
        items: 0,
        ms: 1.234,
        body: '',
        response: '',
        ...request,
      });
    },
    resources: {},
    faults: [],
    conditions: { latency: null, rate_limit: null, read_delay: null, seed: 7 },
    clock: { now: '2026-01-02T03:04:05.000Z', offset_ms: 0, frozen: false },
    snapshots: [],
    installations: [],
    writes: [],
    missing: new Set(),
    stop: () => app.close(),
  };
  app.addHook('onRequest', async (request, reply) => {
    const [path = ''] = request.url.replace('/_sandbox/', '').split('?');
    if (stub.missing.has(path)) return reply.code(404).send({ statusCode: 404, message: 'Gone' });
  });
  app.addHook('preHandler', async ({ method, url, body }) => {
    if (method === 'GET') return;
    stub.writes.push(`${method} ${url.replace('/_sandbox/', '')} ${JSON.stringify(body ?? null)}`);
  });
  app.register(uiRoutes, { prefix: '/_sandbox' });
  app.register(async (control) => addControl(control, stub), { prefix: '/_sandbox' });
  stub.baseUrl = await app.listen({ host: '127.0.0.1', port });
  stub.port = Number(new URL(stub.baseUrl).port);
  return stub;
}

function addControl(app: FastifyInstance, stub: StubSandbox): void {
  const startedAt = new Date().toISOString();
  app.get('/info', async () => ({
    base_url: stub.baseUrl,
    key: KEY,
    version: '0.1.0',
    data: null,
    started_at: startedAt,
  }));
  addState(app, stub);
  app.get('/clock', async () => stub.clock);
  app.put('/clock', async ({ body }) => Object.assign(stub.clock, body));
  app.get('/faults', async () => ({ faults: stub.faults, ...stub.conditions }));
  app.put('/faults', async ({ body }) => Object.assign(stub.conditions, body));
  app.post('/faults', async ({ body }, reply) => {
    const { spec } = body as { spec: string };
    if (!spec.includes('%')) return reply.code(400).send({ statusCode: 400, message: 'No share.' });
    stub.faults.push({ id: `f${stub.faults.length + 1}`, spec });
    return stub.faults.at(-1);
  });
  app.delete<{ Params: { id: string } }>('/faults/:id', async ({ params }) => {
    stub.faults = stub.faults.filter(({ id }) => id !== params.id);
    return {};
  });
  app.get('/snapshots', async () => ({ snapshots: stub.snapshots }));
  app.post('/snapshots', async ({ body }) => {
    stub.snapshots.push(body as { name: string });
    return {};
  });
  app.post('/snapshots/:name/restore', async () => ({}));
  addInstallations(app, stub);
}

function addInstallations(app: FastifyInstance, stub: StubSandbox): void {
  type Of = { Params: { id: string; action: string } };
  app.get('/installations', async () => ({ installations: stub.installations }));
  app.get<Of>('/installations/:id', async ({ params }) =>
    stub.installations.find(({ id }) => id === params.id),
  );
  app.post('/installations', async ({ body }) => {
    const { url } = body as { url: string };
    const fresh = { key: 'int-1', key_works: false, configs: {}, steps: [], deliveries: [] };
    stub.installations.push({ id: 'inst-1', status: 'created', url, ...fresh });
    return stub.installations.at(-1);
  });
  app.post<Of>('/installations/:id/:action', async ({ params: { action } }) =>
    action === 'activate' ? { ok: false, error: 'connection_failed' } : { ok: true, error: null },
  );
}

function addState(app: FastifyInstance, stub: StubSandbox): void {
  app.get<{ Querystring: { since: string } }>('/requests', async ({ query }) => ({
    requests: stub.requests.filter(({ id }) => Number(id) > Number(query.since)),
    last_id: stub.requests.length,
  }));
  app.delete('/requests', async () => ({}));
  app.post('/reset', async () => {
    for (const rows of Object.values(stub.resources)) rows.length = 0;
    stub.requests.length = 0;
    return {};
  });
  app.get('/state', async () => ({
    resources: Object.entries(stub.resources).map(([name, rows]) => ({ name, count: rows.length })),
  }));
  app.get<{ Params: { name: string }; Querystring: { limit: string; offset: string; q?: string } }>(
    '/state/:name',
    async ({ params: { name }, query: { limit, offset, q = '' } }) => {
      const matching = (stub.resources[name] ?? []).filter((row) =>
        JSON.stringify(row).includes(q),
      );
      const from = Number(offset);
      return { name, total: matching.length, rows: matching.slice(from, from + Number(limit)) };
    },
  );
}
