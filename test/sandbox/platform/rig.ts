/** A sandbox, a connector's server that a test controls, and the control API between them. */

import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpmWebhookSignature } from '@shopimind/sdk-js';
import { afterEach } from 'vitest';
import type { RunningSandbox, SandboxOptions } from '../../../src/sandbox/index.ts';
import { rig } from '../fixtures.ts';

export const SECRET = 'whsec-0123456789';

export interface Received {
  path: string;
  method: string;
  headers: IncomingHttpHeaders;
  /** Exactly as sent. */
  raw: string;
  body: Record<string, unknown>;
}

export interface Answered {
  status?: number;
  headers?: Record<string, string>;
  /** A text is sent unchanged. */
  body?: unknown;
  /** Sends no answer, and keeps the connection open or breaks it. */
  instead?: 'hang' | 'reset';
}

type Handler = (request: Received) => Answered | undefined | Promise<Answered | undefined>;

const servers: Server[] = [];

afterEach(async () => {
  const closed = servers.splice(0).map((server) => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  await Promise.all(closed);
});

export interface Connector {
  url: string;
  received: Received[];
  /** Default: success. */
  handler: Handler;
  close(): Promise<unknown>;
}

export async function connector(): Promise<Connector> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const raw = Buffer.concat(parts).toString();
    const { url: path = '', method = '', headers } = request;
    const got = { path, method, headers, raw, body: JSON.parse(raw) };
    received.push(got);
    const { status = 200, body = { success: true }, ...rest } = (await self.handler(got)) ?? {};
    if (rest.instead === 'hang') return;
    if (rest.instead === 'reset') {
      request.socket.destroy();
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json', ...rest.headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const self: Connector = {
    url: `http://127.0.0.1:${port}`,
    received,
    handler: () => undefined,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
  return self;
}

export const verify = ({ raw, headers }: Received, now?: () => number): { ok: boolean } =>
  SpmWebhookSignature.verifyFromHeaders(raw, headers, SECRET, {
    timestampHeader: 'x-shopimind-timestamp',
    signatureHeader: 'x-shopimind-signature',
    ...(now === undefined ? {} : { now }),
  });

export interface View {
  id: string;
  status: string;
  key: string | null;
  key_works: boolean;
  configs: Record<string, unknown>;
  steps: { key: string; complete: boolean; missing: string[]; tested: boolean | null }[];
  deliveries: Delivery[];
  [more: string]: unknown;
}

export interface Delivery {
  event: string;
  body: string;
  ok: boolean;
  error: string | null;
  attempts: {
    status: number | null;
    response: string | null;
    error: string | null;
    headers: Record<string, string>;
  }[];
  [more: string]: unknown;
}

export interface Outcome {
  ok: boolean;
  error: string | null;
  installation: View;
  delivery: Delivery | null;
  options?: unknown[];
}

export interface Platform {
  sandbox: RunningSandbox;
  connector: Connector;
  /** The sandbox's waits before retries, in milliseconds. */
  waits: number[];
  send<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>;
  create(more?: object): Promise<View>;
  /** Throws unless the control API answered 200. */
  act(id: string, action: string, body?: object): Promise<Outcome>;
  get(id: string): Promise<View>;
}

/** With retries without a wait. */
export async function platform(options: SandboxOptions = {}): Promise<Platform> {
  const waits: number[] = [];
  const sleep = async (ms: number) => void waits.push(ms);
  const { sandbox } = await rig({ ...options, platform: { sleep, ...options.platform } });
  const partner = await connector();
  const send = async <T>(method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${sandbox.baseUrl}/_sandbox${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return { status: answer.status, body: (await answer.json()) as T };
  };
  const must = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await send<T>(method, path, body);
    if (answer.status === 200) return answer.body;
    throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  return {
    sandbox,
    connector: partner,
    waits,
    send,
    create: (more = {}) =>
      must('POST', '/installations', { url: partner.url, webhook_secret: SECRET, ...more }),
    act: (id, action, body) => must('POST', `/installations/${id}/${action}`, body),
    get: (id) => must('GET', `/installations/${id}`),
  };
}

/** An installation after these actions, all of them successful. */
export async function installationAfter(
  rig: Platform,
  actions: string[],
  more: object = {},
): Promise<View> {
  let view = await rig.create(more);
  for (const action of actions) {
    const outcome = await rig.act(view.id, action);
    if (!outcome.ok) throw new Error(`${action}: ${outcome.error}`);
    view = outcome.installation;
  }
  rig.connector.received.length = 0;
  return view;
}
