/** Reads the answer to one bulk request. Pure. */
import { SpmError } from '../../../../errors.js';
import { messagesIn } from '../../../api/envelope.js';
import { NO_CONNECTION } from '../../errors.js';

export interface ItemReject {
  /** Position in the request's array. */
  index: number;
  errors: string[];
}

export type BulkAnswer =
  /** Every item is accounted for: rejected or acknowledged. */
  | { kind: 'settled'; rejects: ItemReject[]; status: number }
  /** The API rejected the whole request, because some items are invalid or because it is too large. */
  | { kind: 'refused'; errors: string[]; status: number }
  | { kind: 'failed'; error: SpmError; status: number; repeat: Repeat };

/** Whether a failed request may be sent again. */
export type Repeat =
  | 'never'
  /** The API throttled: nothing was applied. */
  | 'throttled'
  /** The request never left this machine. */
  | 'unsent'
  /** It may have been applied, now or later. It may be sent again, since writes are upserts. */
  | 'ambiguous';

/**
 * Accepts the SDK's envelope, or the body of an answer. Counts are at the top level of the body or one level down. An
 * answer without counts acknowledges nothing.
 */
export function readBulkAnswer(answer: unknown, size: number): BulkAnswer {
  const envelope = asEnvelope(answer);
  if (envelope.ok)
    return hasCounts(bodyWithCounts(envelope.body))
      ? readCounts(envelope, size)
      : failed(noCounts(envelope), envelope.status, 'ambiguous');
  const { status, body } = envelope;
  const errors = messagesIn(body);
  const texts = errors.length > 0 ? errors : [envelope.message];
  if (status === 400 || status === 422) {
    if (aboutDefinition(texts)) return failed(definitionMissing(status, texts), status);
    // An answer that names a reason for every item needs no search for the bad ones.
    const named = readCounts(envelope, size);
    if (named.kind === 'settled' && named.rejects.length === size) return named;
    return { kind: 'refused', errors: texts, status };
  }
  if (status === 413) return { kind: 'refused', errors: texts, status };
  return failed(failureOf(envelope, texts), status, repeatOf(envelope));
}

/** Reads the counts and rejects of an answer whose items are unknown. Null when it has no counts. */
export function readAnswerByCounts(answer: unknown): { count: number; answer: BulkAnswer } | null {
  const { ok, body } = asEnvelope(answer);
  const counts = bodyWithCounts(body);
  if (ok && !hasCounts(counts)) return null;
  const rejected = count(counts.rejected_count) ?? readRejects(counts.rejected_items).length;
  const all = (count(counts.sent_count) ?? 0) + rejected + (count(counts.failed_count) ?? 0);
  return { count: all, answer: readBulkAnswer(answer, all) };
}

function repeatOf({ status, code = '' }: Envelope): Repeat {
  if (status === 429) return 'throttled';
  if (status === 0) return NO_CONNECTION.includes(code) ? 'unsent' : 'ambiguous';
  return status === 408 || status >= 500 ? 'ambiguous' : 'never';
}

interface Envelope {
  ok: boolean;
  status: number;
  body: unknown;
  /** Used when the answer has no message. */
  message: string;
  /** The code when there was no answer, such as ECONNREFUSED. */
  code?: string;
}

function asEnvelope(answer: unknown): Envelope {
  const value = asRecord(answer);
  const error = asRecord(value.error);
  if (typeof value.ok !== 'boolean') {
    const status = typeof value.statusCode === 'number' ? value.statusCode : 200;
    return { ok: status < 400, status, body: answer, message: `HTTP ${status}` };
  }
  const status = Number(value.statusCode ?? 0);
  if (status > 0) return { ok: value.ok, status, body: value.data, message: `HTTP ${status}` };
  const message = String(error.message || error.code || 'no answer');
  return { ok: value.ok, status, body: value.data, message, code: String(error.code ?? '') };
}

function readCounts({ status, body }: Envelope, size: number): BulkAnswer {
  const counts = bodyWithCounts(body);
  const rejects = readRejects(counts.rejected_items);
  const rejected = count(counts.rejected_count) ?? rejects.length;
  const sent = count(counts.sent_count) ?? size - rejected - (count(counts.failed_count) ?? 0);
  const indexes = new Set(rejects.map(({ index }) => index));
  const inRange = rejects.every(
    ({ index }) => Number.isInteger(index) && index >= 0 && index < size,
  );
  const addsUp = sent + rejected === size && rejected === rejects.length;
  if (addsUp && inRange && indexes.size === rejects.length) {
    return { kind: 'settled', rejects, status };
  }
  const cause =
    `of ${size} items it counts ${sent} as sent and ${rejected} as rejected, ` +
    `and names the items ${JSON.stringify(rejects.map(({ index }) => index))} as rejected`;
  return failed(
    new SpmError('SPM_API_ERROR', 'The answer of the API does not account for every item', {
      cause,
      hint: 'The batch is sent again by the next sync. If the error stays, report it to ShopiMind with this text.',
      details: { status },
    }),
    status,
    'ambiguous',
  );
}

function bodyWithCounts(body: unknown): Record<string, unknown> {
  const top = asRecord(body);
  return hasCounts(top) ? top : asRecord(top.data);
}

function hasCounts(body: Record<string, unknown>): boolean {
  return 'sent_count' in body || 'rejected_count' in body || 'rejected_items' in body;
}

/** For example a proxy's page, or a route that is not for bulk writes. */
function noCounts({ status, body }: Envelope): SpmError {
  const came = (JSON.stringify(body) ?? 'nothing').slice(0, 200);
  return new SpmError(
    'SPM_API_ERROR',
    'The answer of the API does not say which items it accepted',
    {
      cause: `HTTP ${status} without sent_count, rejected_count or rejected_items; it holds: ${came}`,
      hint: 'Check that the target is the ShopiMind API, and that the pushed function is a bulk function of the SDK.',
      details: { status },
    },
  );
}

function readRejects(items: unknown): ItemReject[] {
  if (!Array.isArray(items)) return [];
  return items.map((entry) => {
    const { index, errors, error, message } = asRecord(entry);
    const texts = textsOf(errors ?? error ?? message);
    return {
      index: count(index) ?? Number.NaN,
      errors: texts.length > 0 ? texts : ['rejected without a reason'],
    };
  });
}

function failureOf({ status, code }: Envelope, texts: string[]): SpmError {
  const cause = texts.join('; ');
  const details = { status };
  if (status === 401 || status === 403) {
    return new SpmError(
      'SPM_API_UNAUTHORIZED',
      'The API rejected the access token of the installation',
      {
        cause: cause.startsWith('HTTP') ? cause : `HTTP ${status}: ${cause}`,
        hint: 'Check that the installation is active in ShopiMind and that its token is the current one.',
        details,
      },
    );
  }
  if (status === 404) return definitionMissing(status, texts);
  if (status === 0) {
    return new SpmError('SPM_API_UNREACHABLE', 'The API did not answer', {
      cause,
      hint: 'Check the network and the target; the next sync sends the batch again.',
      details: { ...details, ...(code ? { code } : {}) },
    });
  }
  return new SpmError('SPM_API_ERROR', `The API answered with HTTP ${status}`, {
    cause,
    hint: 'The next sync sends the batch again.',
    details,
  });
}

function definitionMissing(status: number, texts: string[]): SpmError {
  return new SpmError('SPM_API_ERROR', 'The API does not know the definition of the records', {
    cause: `HTTP ${status}: ${texts.join('; ')}`,
    hint: 'The definition may have been deleted or deactivated in the shop: provision again with `spm-connect provision`.',
    details: { status },
  });
}

/** Depending on the route, the API answers 404 or 400 for a deleted or inactive definition. */
function aboutDefinition(texts: string[]): boolean {
  return texts.some((text) => /definition.*(not found|not active|inactive|deleted)/i.test(text));
}

function failed(error: SpmError, status: number, repeat: Repeat = 'never'): BulkAnswer {
  return { kind: 'failed', error, status, repeat };
}

function textsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return list.map((text) => (typeof text === 'string' ? text : JSON.stringify(text)));
}

function count(value: unknown): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
