/** The HTTP server: the key, JSON input, errors, the request log. */

import { isUtf8 } from 'node:buffer';
import { timingSafeEqual } from 'node:crypto';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { MAX_BODY_BYTES } from './choices.js';
import type { Faults } from './faults/faults.js';
import { faultHooks, isUnanswered } from './faults/hooks.js';
import { badRequest, Refusal } from './refusal.js';
import { clipBytes, countItems, type RequestLog } from './requests.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The first bytes of the body as sent. */
    bodyStart: string;
    /** The first bytes of the answer's body. */
    responseStart: string;
  }
}

export interface ServerOptions {
  key: string;
  /** Whether the key of an installation works now. */
  installationKeyWorks(key: string): boolean;
  now: () => number;
  log: RequestLog;
  faults: Faults;
  /** Adds the routes, without the version in their path. */
  routes(app: FastifyInstance): void;
  /** Adds the routes of the control API and the page, without their prefix. */
  control(app: FastifyInstance): void;
}

const CONTROL_PREFIX = '/_sandbox';

/** No route has a schema, because fastify would load its schema compilers at every start. */
const NO_SCHEMAS = { buildValidator: noSchemas, buildSerializer: noSchemas };

function noSchemas(): never {
  throw new Error('The routes of the sandbox check what they get by themselves');
}

export function createServer(options: ServerOptions): FastifyInstance {
  const app = fastify({
    bodyLimit: MAX_BODY_BYTES,
    exposeHeadRoutes: false,
    // A long id is an unknown id, not an unknown route. Node limits the URL to 16 KiB.
    routerOptions: { maxParamLength: 16_384 },
    frameworkErrors: (error, _request, reply) => sendError(error, reply),
    schemaController: { compilersFactory: NO_SCHEMAS },
  });
  acceptJson(app);
  logRequests(app, options);
  app.setErrorHandler<FastifyError>((error, _request, reply) => sendError(error, reply));
  app.setNotFoundHandler((request, reply) =>
    send(reply, 404, `Cannot ${request.method} ${request.url.split('?', 1)[0]}`),
  );
  app.register(
    async (v1) => {
      requireKey(v1, options);
      faultHooks(v1, options.faults);
      options.routes(v1);
    },
    { prefix: '/v1' },
  );
  app.register(async (control) => options.control(control), { prefix: CONTROL_PREFIX });
  return app;
}

function requireKey(app: FastifyInstance, { key, installationKeyWorks }: ServerOptions): void {
  const expected = Buffer.from(key);
  app.addHook('onRequest', async (request) => {
    const given = String(request.headers['spm-api-key']);
    const bytes = Buffer.from(given);
    const isShops = bytes.length === expected.length && timingSafeEqual(bytes, expected);
    if (!isShops && !installationKeyWorks(given)) throw new Refusal(401, 'Unauthorized');
  });
}

/** The SDK declares JSON on every request, even one without a body. */
function acceptJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.decorateRequest('bodyStart', '');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer;
    request.bodyStart = clipBytes(bytes);
    try {
      requirePlain(request);
      done(null, parseJson(bytes));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** The API does not document compressed bodies. */
function requirePlain({ headers }: FastifyRequest): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    throw new Refusal(415, 'The body must not be compressed');
  }
}

function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw badRequest('The body is not valid UTF-8');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw badRequest('The body is not valid JSON');
  }
}

/** All requests except those of the control API, with or without a response. */
function logRequests(app: FastifyInstance, { log, now }: ServerOptions): void {
  app.decorateRequest('responseStart', '');
  app.decorateRequest('fault', null);
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.url.startsWith(`${CONTROL_PREFIX}/`)) {
      const began = performance.now();
      reply.raw.once('close', () =>
        log.add({ at: now(), ms: performance.now() - began, ...entryOf(request, reply) }),
      );
    }
    done();
  });
  app.addHook('onSend', (request, _reply, payload, done) => {
    if (typeof payload === 'string') request.responseStart = clipBytes(payload);
    done();
  });
}

const entryOf = (request: FastifyRequest, reply: FastifyReply) => ({
  method: request.method,
  path: request.url,
  status: reply.raw.headersSent && !isUnanswered(request) ? reply.statusCode : 0,
  items: countItems(request.body),
  body: request.bodyStart,
  response: request.responseStart,
  fault: request.fault?.spec ?? null,
});

const send = (reply: FastifyReply, statusCode: number, message: string | string[]) =>
  reply.code(statusCode).send({ statusCode, message });

function sendError(error: Error & { statusCode?: number; code?: string }, reply: FastifyReply) {
  if (error instanceof Refusal) return send(reply, error.status, error.reasons);
  if (error.code === 'SQLITE_BUSY') {
    return send(reply, 503, "The sandbox's data file is locked by another process");
  }
  if (error.code === 'SQLITE_FULL') return send(reply, 503, "The sandbox's disk is full");
  const status = error.statusCode ?? 500;
  return send(reply, status, status < 500 ? error.message : 'Internal server error');
}
