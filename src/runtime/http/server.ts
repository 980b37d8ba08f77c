/** The public server: it reads raw bodies, applies limits, and sends short JSON responses. */
import { randomUUID } from 'node:crypto';
import fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import { Answer, sendAnswer } from './answers.js';

export interface RequestLine {
  request_id: string;
  method: string;
  /** Without the query. */
  path: string;
  status: number;
  ms: number;
  address: string;
}

export interface ServerOptions {
  /** Proxies whose X-Forwarded-* headers count, as addresses or networks; none by default. */
  trustedProxies?: readonly string[];
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Called once a request, after its answer. */
  log(line: RequestLine): void;
  /** Called for an unexpected error, which gets a 500 response. */
  failed(error: unknown, requestId: string): void;
  routes(app: FastifyInstance): void;
}

/** A slow sender must not hold a connection for long. */
const REQUEST_TIMEOUT_MS = 30_000;
const REQUEST_ID = /^[\w.-]{1,64}$/;

/** Routes have no schema, since fastify would load schema compilers at every start. */
const NO_SCHEMAS = { buildValidator: noSchemas, buildSerializer: noSchemas };

function noSchemas(): never {
  throw new Error('The routes of the server check their input by themselves');
}

export function createServer(options: ServerOptions): FastifyInstance {
  const { trustedProxies = [], failed } = options;
  const app = fastify({
    bodyLimit: LIFECYCLE_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    exposeHeadRoutes: false,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
    // Node limits the whole URL to 16 KiB.
    routerOptions: { maxParamLength: 16_384 },
    schemaController: { compilersFactory: NO_SCHEMAS },
    frameworkErrors: (_error, _request, reply) => sendAnswer(reply, new Answer(400, 'bad_request')),
  });
  app.removeAllContentTypeParsers();
  // The signature covers the bytes, so the content type does not matter, even if it is malformed.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', async ({ raw }, reply) => {
    delete raw.headers['content-type'];
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });
  logRequests(app, options);
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (error instanceof Answer) return sendAnswer(reply, error);
    const status = error.statusCode ?? 500;
    if (status === 413) return sendAnswer(reply, new Answer(413, 'body_too_large'));
    if (status < 500) return sendAnswer(reply, new Answer(400, 'bad_request'));
    failed(error, request.id);
    return sendAnswer(reply, new Answer(500, 'internal_error'));
  });
  app.setNotFoundHandler((_request, reply) => sendAnswer(reply, new Answer(404, 'not_found')));
  options.routes(app);
  return app;
}

export const LIFECYCLE_BYTES = 1024 * 1024;
export const OTHER_BYTES = 64 * 1024;

function logRequests(app: FastifyInstance, { log, now }: ServerOptions): void {
  app.addHook('onRequest', (request, reply, done) => {
    const began = now();
    reply.header('x-request-id', request.id);
    reply.raw.once('close', () =>
      log({
        request_id: request.id,
        method: request.method,
        path: request.url.split('?', 1)[0] ?? '',
        // The client closed the connection before the response.
        status: reply.raw.headersSent ? reply.statusCode : 0,
        ms: Math.max(0, now() - began),
        address: request.ip,
      }),
    );
    done();
  });
}

/** The bytes of the body; empty without one. */
export function bytesOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}
