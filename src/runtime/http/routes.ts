/** The routes for the platform, and the health checks. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RawSettings, RemoteOption } from '../../connector/types.js';
import { readEvent } from '../lifecycle/event.js';
import type { Receipt } from '../lifecycle/inbox.js';
import type { NewWebhook } from '../ports/lifecycle.js';
import { Answer } from './answers.js';
import { OTHER_BYTES } from './server.js';
import { makeSignedReader, type SignatureRules } from './signed.js';

export interface PlatformRoutes extends SignatureRules {
  /** How long an answer may take, in milliseconds. The platform then asks once more. */
  deadlineMs: number;
  /** Rejects when the store fails. */
  receive(webhook: NewWebhook): Promise<Receipt>;
  /** Returns a body without its secrets, for the log. */
  shown(event: Record<string, unknown>): unknown;
  /** Returns null if the connection works, or else the error for the platform. */
  testConnection(settings: RawSettings): Promise<string | null>;
  /** Returns an empty list for an unknown resource, or if the partner fails. */
  remoteData(resource: string, settings: RawSettings): Promise<RemoteOption[]>;
}

export function platformRoutes(app: FastifyInstance, parts: PlatformRoutes): void {
  const signed = makeSignedReader(parts);
  const small = { bodyLimit: OTHER_BYTES };

  app.post('/webhook/receive', async (request, reply) => {
    const { text: body, json, signature } = signed(request);
    const read = readEvent(json);
    if ('fault' in read) return { success: false, error: read.fault };
    const { installationId } = read.event;
    const event = String(json.event);
    const payload = parts.shown(json);
    const receipt = await parts
      .receive({ installationId, event, signature, body, payload })
      .catch(unavailable);
    const gone = AbortSignal.any([AbortSignal.timeout(parts.deadlineMs), closed(request, reply)]);
    const outcome = await receipt.answer(gone).catch(unavailable);
    if (outcome === null) throw new Answer(503, 'in_progress');
    return outcome;
  });

  app.post('/webhook/test-connection', small, async (request) => {
    const { json } = signed(request);
    const error = await parts.testConnection(json);
    return error === null ? { success: true } : { success: false, error };
  });

  app.post<{ Params: { resource: string } }>(
    '/webhook/remote-data/:resource',
    small,
    async (request) => {
      const { json } = signed(request);
      return { data: await parts.remoteData(request.params.resource, json) };
    },
  );
}

export interface StateRoutes {
  /** Returns false while the server stops. Rejects if the store does not answer. */
  ready(): Promise<boolean>;
  healthy(): Promise<boolean>;
}

/** The answers contain nothing about shops, since everybody may ask. */
export function stateRoutes(app: FastifyInstance, { ready, healthy }: StateRoutes): void {
  const answer = async (reply: FastifyReply, ask: () => Promise<boolean>, bad: string) => {
    const good = await ask().catch(() => false);
    return reply.code(good ? 200 : 503).send({ status: good ? 'ok' : bad });
  };
  app.get('/livez', async () => ({ status: 'ok' }));
  app.get('/readyz', (_request, reply) => answer(reply, ready, 'not_ready'));
  app.get('/health', (_request, reply) => answer(reply, healthy, 'degraded'));
}

/** The platform repeats a 5xx once. */
function unavailable(): never {
  throw new Answer(503, 'unavailable');
}

/** Aborted when the client goes away before the answer. */
function closed({ raw }: FastifyRequest, reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  if (raw.destroyed && !raw.complete) gone.abort();
  return gone.signal;
}
