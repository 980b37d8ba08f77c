/** Applies the faults to requests. */

import { STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Faults } from './faults.js';
import type { Fault } from './parse.js';
import { Pending } from './pending.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The fault that this request met. */
    fault: Pick<Fault, 'spec' | 'action'> | null;
  }
}

const SLOW_PARTS = 10;

/** Runs on the routes of this instance, after the body was read. */
export function faultHooks(app: FastifyInstance, faults: Faults): void {
  const pending = new Pending();
  app.addHook('preClose', async () => pending.endAll());
  app.addHook('preHandler', (request, reply, done) => {
    const { wait, fault } = faults.next(request.method, request.url.split('?', 1)[0] ?? '');
    const go = () => (fault === undefined ? done() : beforeWork(request, reply, fault, done));
    if (fault !== undefined) request.fault = fault;
    if (wait === 0) return go();
    void pending.wait(wait).then(go);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.fault === null || typeof payload !== 'string') return payload;
    return afterWork(request, reply, payload, pending);
  });

  function beforeWork(
    request: FastifyRequest,
    reply: FastifyReply,
    { action }: Pick<Fault, 'action'>,
    goOn: () => void,
  ): void {
    if (action.kind === 'status') {
      if (action.retryAfter !== undefined) reply.header('retry-after', String(action.retryAfter));
      const message = STATUS_CODES[action.status] ?? 'Fault';
      reply.code(action.status).send({ statusCode: action.status, message });
    } else if (action.kind === 'reset-before') {
      reply.hijack();
      request.raw.socket.resetAndDestroy();
    } else if (action.kind === 'timeout') {
      reply.hijack();
      pending.hold(request.raw.socket);
    } else goOn();
  }
}

function afterWork(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: string,
  pending: Pending,
): string | Readable {
  const action = request.fault?.action;
  if (action?.kind === 'reset-after') request.raw.socket.resetAndDestroy();
  if (action?.kind !== 'truncate' && action?.kind !== 'slow') return payload;
  const bytes = Buffer.from(payload);
  reply.header('content-length', bytes.length);
  return Readable.from(
    action.kind === 'truncate' ? firstHalf(bytes) : trickle(bytes, action.ms, pending),
  );
}

/** The error makes the server close the connection after a body shorter than announced. */
async function* firstHalf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes.subarray(0, bytes.length / 2);
  throw new Error('truncated');
}

async function* trickle(bytes: Buffer, ms: number, pending: Pending): AsyncGenerator<Buffer> {
  const size = Math.ceil(bytes.length / SLOW_PARTS);
  for (let at = 0; at < bytes.length; at += size) {
    await pending.wait(ms / SLOW_PARTS);
    yield bytes.subarray(at, at + size);
  }
}

/** Whether a fault left the request without an answer. */
export const isUnanswered = ({ fault }: FastifyRequest): boolean =>
  ['reset-before', 'reset-after', 'timeout'].includes(fault?.action.kind ?? '');
