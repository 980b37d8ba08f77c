/** The HTTP side: the key, JSON in, errors out, the request log. */

import { isUtf8 } from 'node:buffer';
import { timingSafeEqual } from 'node:crypto';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import { MAX_BODY_BYTES } from './choices.js';
import { badRequest, Refusal } from './refusal.js';
import { countItems, KEPT_BODY_BYTES, type RequestLog } from './requests.js';
import { uiRoutes } from './ui/routes.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The first bytes of the body as sent. */
    bodyStart: string;
  }
}

export interface ServerOptions {
  key: string;
  now: () => number;
  log: RequestLog;
  /** Adds the routes, without the version in their path. */
  routes(app: FastifyInstance): void;
}

export function createServer(options: ServerOptions): FastifyInstance {
  const app = fastify({
    bodyLimit: MAX_BODY_BYTES,
    exposeHeadRoutes: false,
    // A long id is an unknown id, not an unknown route. Node caps the whole URL at 16 KiB.
    routerOptions: { maxParamLength: 16_384 },
    frameworkErrors: (error, _request, reply) => sendError(error, reply),
  });
  acceptJson(app);
  logRequests(app, options);
  app.setErrorHandler<FastifyError>((error, _request, reply) => sendError(error, reply));
  app.setNotFoundHandler((request, reply) =>
    send(reply, 404, `Cannot ${request.method} ${request.url.split('?', 1)[0]}`),
  );
  app.register(
    async (v1) => {
      requireKey(v1, options.key);
      options.routes(v1);
    },
    { prefix: '/v1' },
  );
  app.register(uiRoutes, { prefix: '/_sandbox' });
  return app;
}

function requireKey(app: FastifyInstance, key: string): void {
  const expected = Buffer.from(key);
  app.addHook('onRequest', async (request) => {
    const given = Buffer.from(String(request.headers['spm-api-key']));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new Refusal(401, 'Unauthorized');
    }
  });
}

/** The SDK declares JSON on every request, also where it sends no body. */
function acceptJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.decorateRequest('bodyStart', '');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer;
    request.bodyStart = bytes.toString('utf8', 0, KEPT_BODY_BYTES);
    try {
      done(null, parseJson(bytes));
    } catch (error) {
      done(error as Error);
    }
  });
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

function logRequests(app: FastifyInstance, { log, now }: ServerOptions): void {
  app.addHook('onResponse', async (request, reply) => {
    log.add({
      at: now(),
      method: request.method,
      path: request.url,
      status: reply.statusCode,
      items: countItems(request.body),
      ms: reply.elapsedTime,
      body: request.bodyStart,
    });
  });
}

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
