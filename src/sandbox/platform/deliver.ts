/** Sends a signed request to a connector and checks the response. */

import { setTimeout as timer } from 'node:timers/promises';
import { SpmWebhookSignature } from '@shopimind/sdk-js';
import {
  MAX_CONNECTOR_ANSWER_BYTES,
  RETRY_IS_SIGNED_ANEW,
  WEBHOOK_RETRY_DELAY_MS,
} from '../choices.js';
import { clip, type Item, isItem } from '../fields.js';
import type { DeliveryAttempt } from './installation.js';
import { type Answer, PostFailure, post } from './post.js';
import type { NewDelivery } from './store.js';

const KEPT_CHARACTERS = 2000;
const USER_AGENT = 'spm-connect-sandbox';

/** Resolves after `ms`, or at once, without throwing, when the signal is aborted. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

export const realSleep: Sleep = (ms, signal) =>
  timer(ms, undefined, { signal }).catch(() => undefined);

export interface Sender {
  /** Milliseconds since the epoch. */
  now: () => number;
  sleep: Sleep;
  timeoutMs: number;
  signal: AbortSignal;
}

export interface Outgoing {
  event: string;
  url: string;
  secret: string;
  payload: Item;
  /** The payload without secrets. */
  shown: Item;
  /** One retry, for transient errors only. */
  retry: boolean;
  /** Reads the JSON body of the answer; returns a text that describes an error in it. */
  check: (body: Item) => string | undefined;
  /** Removes secrets from the answer. */
  redact: (text: string) => string;
}

export interface Delivered {
  delivery: NewDelivery;
  /** The JSON body of the answer; undefined unless the delivery is ok. */
  answer: Item | undefined;
}

interface Outcome {
  attempt: DeliveryAttempt;
  transient: boolean;
  answer: Item | undefined;
}

type Headers = Record<string, string>;

/** Never throws: the delivery has the error. */
export async function deliver(sender: Sender, outgoing: Outgoing): Promise<Delivered> {
  const body = JSON.stringify(outgoing.payload);
  const at = isoTime(sender);
  let headers = sign(sender, body, outgoing.secret);
  let outcome = await attempt(sender, outgoing, body, headers);
  const attempts = [outcome.attempt];
  if (outgoing.retry && outcome.transient) {
    await sender.sleep(WEBHOOK_RETRY_DELAY_MS, sender.signal);
    if (RETRY_IS_SIGNED_ANEW) headers = sign(sender, body, outgoing.secret);
    outcome = await attempt(sender, outgoing, body, headers);
    attempts.push(outcome.attempt);
  }
  const { event, url, shown } = outgoing;
  const { error } = outcome.attempt;
  const kept = clip(JSON.stringify(shown), KEPT_CHARACTERS);
  return {
    delivery: { event, url, at, body: kept, ok: error === null, error, attempts },
    answer: outcome.answer,
  };
}

function sign({ now }: Sender, body: string, secret: string): Headers {
  const timestamp = Math.floor(now() / 1000);
  return {
    'X-Shopimind-Timestamp': String(timestamp),
    'X-Shopimind-Signature': SpmWebhookSignature.sign(body, secret, timestamp),
  };
}

async function attempt(
  sender: Sender,
  { url, check, redact }: Outgoing,
  body: string,
  signature: Headers,
): Promise<Outcome> {
  const at = isoTime(sender);
  const started = performance.now();
  const finish = (answer: Answer | undefined, verdict: Verdict): Outcome => ({
    attempt: {
      at,
      headers: signature,
      status: answer?.status ?? null,
      ms: performance.now() - started,
      response: answer === undefined ? null : clip(redact(answer.text), KEPT_CHARACTERS),
      error: verdict.error === null ? null : clip(redact(verdict.error), KEPT_CHARACTERS),
    },
    transient: verdict.transient,
    answer: verdict.error === null ? verdict.body : undefined,
  });
  try {
    const answer = await post(url, headersFor(body, signature), body, {
      timeoutMs: sender.timeoutMs,
      maxBytes: MAX_CONNECTOR_ANSWER_BYTES,
      signal: sender.signal,
    });
    return finish(answer, judge(answer, check));
  } catch (error) {
    if (!(error instanceof PostFailure)) throw error;
    return finish(undefined, fault(error.message, error.transient));
  }
}

const headersFor = (body: string, signature: Headers): Headers => ({
  'Content-Type': 'application/json',
  'Content-Length': String(Buffer.byteLength(body)),
  'User-Agent': USER_AGENT,
  ...signature,
});

interface Verdict {
  error: string | null;
  transient: boolean;
  body?: Item;
}

const fault = (error: string, transient = false): Verdict => ({ error, transient });

function judge({ status, text }: Answer, check: Outgoing['check']): Verdict {
  if (status !== 200) return fault(`HTTP ${status}: only 200 is success`, status >= 500);
  const body = parseObject(text);
  if (body === undefined) return fault('the response is not a JSON object');
  const error = check(body);
  return error === undefined ? { error: null, transient: false, body } : fault(error);
}

function parseObject(text: string): Item | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isItem(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** The contract of all requests except remote data. */
export function checkSuccess(body: Item): string | undefined {
  if (body.success === true) return undefined;
  const said = typeof body.error === 'string' && body.error !== '' ? body.error : undefined;
  return said ?? 'the response has no success: true';
}

const isoTime = ({ now }: Sender): string => new Date(now()).toISOString();
