/** Lets only signed requests pass. */
import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import { isObject } from '../lifecycle/event.js';
import {
  headerOf,
  SHOPIMIND_HEADERS,
  verifyShopimindSignatureMulti,
} from '../security/signature.js';
import { Answer } from './answers.js';
import { FailureLimit } from './failures.js';
import { bytesOf } from './server.js';

export interface SignatureRules {
  /** The secrets of the platform: several during a rotation. */
  secrets: readonly string[];
  toleranceSeconds: number;
  /** Milliseconds since the epoch. */
  now: () => number;
}

export interface SignedBody {
  /** The body as text. */
  text: string;
  json: Record<string, unknown>;
  signature: string;
}

/** Returns a function that reads a signed body. It throws an Answer: 401, 429 or 400. */
export function makeSignedReader({ secrets, toleranceSeconds, now }: SignatureRules) {
  const failures = new FailureLimit();
  return (request: FastifyRequest): SignedBody => {
    const bytes = bytesOf(request);
    const options = { toleranceSeconds, now };
    const { ok } = verifyShopimindSignatureMulti(bytes, request.headers, secrets, options);
    if (!ok)
      throw failures.allows(request.ip, now())
        ? new Answer(401, 'unauthorized')
        : new Answer(429, 'rate_limited');
    const signature = headerOf(request.headers, SHOPIMIND_HEADERS.signature) ?? '';
    return { ...parseObject(bytes), signature };
  };
}

/** Any JSON value. Throws an Answer: 400. */
export function parseJson(bytes: Buffer): { text: string; json: unknown } {
  if (isUtf8(bytes)) {
    const text = bytes.toString('utf8');
    try {
      return { text, json: JSON.parse(text) };
    } catch {
      // The error follows.
    }
  }
  throw new Answer(400, 'invalid_json');
}

function parseObject(bytes: Buffer): Pick<SignedBody, 'text' | 'json'> {
  const { text, json } = parseJson(bytes);
  if (isObject(json)) return { text, json };
  throw new Answer(400, 'invalid_json');
}
