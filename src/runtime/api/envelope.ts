/**
 * Reads responses of the SDK. The SDK never throws on HTTP failures: it wraps everything in an envelope
 * whose `data` is the API's own body, so a read sits at `data.data`.
 */
import type { SpmEnvelope } from '@shopimind/sdk-js';
import { SpmError } from '../../errors.js';

type Envelope = Pick<SpmEnvelope, 'ok' | 'statusCode' | 'data' | 'error'>;

/**
 * The payload of a response: `data.data` if the body is the API's `{ statusCode, data }`, else the body. `what` names
 * the attempted action as a phrase: `Creating the event "sale"`. Throws SPM_API_UNREACHABLE, SPM_API_UNAUTHORIZED, or
 * SPM_API_ERROR with the API's own messages.
 */
export function unwrap(envelope: Envelope, what: string): unknown {
  return payloadOf(unwrapBody(envelope, what));
}

/** Like `unwrap`, but the whole body: with `meta` of a list, with the counters of a bulk write. */
export function unwrapBody(envelope: Envelope, what: string): unknown {
  if (envelope.ok && !bodyReportsFailure(envelope.data)) return envelope.data;
  throw failure(envelope, what);
}

export function payloadOf(body: unknown): unknown {
  return isRecord(body) && 'data' in body && 'statusCode' in body ? body.data : body;
}

/** The messages of the API for a failure; empty when there are none. */
export function apiMessages(envelope: Envelope): string[] {
  return messagesIn(envelope.data);
}

/** The API's messages in an error of `unwrap`, on one line; else the error's message. */
export function apiMessageOf(error: unknown): string {
  const messages = error instanceof SpmError ? error.details?.messages : undefined;
  if (Array.isArray(messages) && messages.length > 0) return messages.join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** The HTTP status of an error of `unwrap`. */
export function apiStatusOf(error: unknown): number | undefined {
  const status = error instanceof SpmError ? error.details?.status : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** Whether every later call would fail the same way. */
export function isFatal(error: unknown): boolean {
  return (
    error instanceof SpmError &&
    (error.code === 'SPM_API_UNREACHABLE' || error.code === 'SPM_API_UNAUTHORIZED')
  );
}

function failure(envelope: Envelope, what: string): SpmError {
  const status = envelope.ok ? bodyStatus(envelope.data) : envelope.statusCode;
  const messages = apiMessages(envelope);
  if (status === 0) return unreachable(envelope, what);
  if (status === 401 || status === 403) return unauthorized(status, messages, what);
  const told = messages.length > 0 ? messages.join('; ') : `HTTP ${status}, without a message`;
  return new SpmError('SPM_API_ERROR', `${what} failed: ${told}`, {
    details: { status, messages },
  });
}

function unreachable(envelope: Envelope, what: string): SpmError {
  const code = envelope.error?.code;
  return new SpmError('SPM_API_UNREACHABLE', `${what} failed: the ShopiMind API does not answer`, {
    cause: envelope.error?.message || code,
    hint: 'Check the target (--target) and the network, then run the command again.',
    details: { status: 0, messages: [], ...(code ? { code } : {}) },
  });
}

/** The message must not end with "token": text after a following colon would be hidden as a secret. */
function unauthorized(status: number, messages: string[], what: string): SpmError {
  return new SpmError(
    'SPM_API_UNAUTHORIZED',
    `${what} failed: the API rejected the access token of the installation`,
    {
      cause: messages.length > 0 ? messages.join('; ') : `HTTP ${status}`,
      hint: 'A token works only while its installation is active. Activate the installation, or store its current token.',
      details: { status, messages },
    },
  );
}

/** The HTTP status may differ from the status in the body. */
function bodyReportsFailure(body: unknown): boolean {
  return bodyStatus(body) >= 400;
}

function bodyStatus(body: unknown): number {
  return isRecord(body) && typeof body.statusCode === 'number' ? body.statusCode : 200;
}

/** The API's own messages in a body; empty when it holds none. */
export function messagesIn(body: unknown): string[] {
  if (typeof body === 'string') return plainText(body);
  if (!isRecord(body)) return [];
  for (const candidate of [body.message, body.errors, body.error]) {
    const found = texts(candidate);
    if (found.length > 0) return found;
  }
  return [];
}

function texts(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((item): item is string => typeof item === 'string' && item.trim() !== '');
}

/** The HTML page of a gateway does not help a reader. */
function plainText(body: string): string[] {
  const text = body.trim();
  return text !== '' && !text.startsWith('<') && text.length <= 500 ? [text] : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
