/** The calls that a partner's system makes to its connector. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { InboundOutcome } from '../lifecycle/inbound.js';
import type { InboundCall } from '../ports/lifecycle.js';
import { headerOf, INBOUND_HEADERS, verifyIntegratorSignature } from '../security/signature.js';
import { Answer } from './answers.js';
import { FailureLimit } from './failures.js';
import { bytesOf, OTHER_BYTES } from './server.js';
import { parseJson, type SignatureRules } from './signed.js';

export interface InboundRoutes extends Omit<SignatureRules, 'secrets'> {
  /** Returns the secret of an installation, or a random one for an unknown installation, in the same time. */
  secretOf(installationId: string): Promise<string>;
  hasAction(action: string): boolean;
  execute(call: InboundCall, payload: unknown): Promise<InboundOutcome>;
  /** Reports the cause to the operator. */
  failed(call: InboundCall, error: unknown): void;
}

const INSTALLATION = 'x-integration-installation';
const IDEMPOTENCY_KEY = 'x-idempotency-key';
const KEY = /^[\x21-\x7e]{1,200}$/;

export function inboundRoutes(app: FastifyInstance, parts: InboundRoutes): void {
  const failures = new FailureLimit();
  const options = { bodyLimit: OTHER_BYTES };
  app.post<{ Params: { action: string } }>('/inbound/:action', options, async (request) => {
    const { action } = request.params;
    const installationId = headerOf(request.headers, INSTALLATION);
    if (!installationId) throw new Answer(400, 'missing_installation_header');
    const bytes = bytesOf(request);
    const secret = await parts.secretOf(installationId).catch(unavailable);
    const { toleranceSeconds, now } = parts;
    const check = { secret, toleranceSeconds, now };
    if (!verifyIntegratorSignature(bytes, request.headers, check).ok)
      throw failures.allows(request.ip, now())
        ? new Answer(401, 'unauthorized')
        : new Answer(429, 'rate_limited');
    if (!parts.hasAction(action)) throw new Answer(404, 'unknown_action');
    const payload = parseJson(bytes).json;
    const call = { installationId, key: keyOf(request), action };
    const outcome = await parts.execute(call, payload).catch(unavailable);
    if ('error' in outcome) parts.failed(call, outcome.error);
    return answerOf(outcome);
  });
}

/** Without a key, calls with the same signature are the same call. */
function keyOf({ headers }: FastifyRequest): string {
  const key = headerOf(headers, IDEMPOTENCY_KEY) ?? headerOf(headers, INBOUND_HEADERS.signature);
  if (key === undefined || !KEY.test(key)) throw new Answer(400, 'invalid_idempotency_key');
  return key;
}

function answerOf(outcome: InboundOutcome) {
  switch (outcome.kind) {
    case 'done':
      return { success: true, ...(outcome.replayed && { replayed: true }) };
    case 'running':
      throw new Answer(503, 'in_progress');
    case 'no_context':
      throw new Answer(409, 'no_context');
    case 'failed':
      throw new Answer(500, 'internal_error');
  }
}

function unavailable(): never {
  throw new Answer(503, 'unavailable');
}
