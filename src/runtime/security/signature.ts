/**
 * Signatures of webhooks and inbound calls: HMAC-SHA256 in hex of the timestamp, a dot, and the body as it was sent
 * (API reference, section 12).
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** A `Headers`, or an object such as Node's. The case of the names does not matter. */
export type SignedHeaders = Headers | Readonly<Record<string, string | string[] | undefined>>;

export interface VerifyOptions {
  /** The maximum age of a timestamp. It may be ahead by the same time, but at most a minute. Default 300. */
  toleranceSeconds?: number;
  /** The current time in milliseconds since the epoch. Default: the system clock. */
  now?: () => number;
}

export type SignatureFault =
  | 'no_secret_configured'
  | 'missing_signature_headers'
  | 'invalid_timestamp'
  | 'timestamp_out_of_tolerance'
  | 'signature_mismatch';

export type SignatureCheck = { ok: true } | { ok: false; reason: SignatureFault };

/** The names of the two headers. */
export interface SignatureHeaders {
  timestamp: string;
  signature: string;
}

export const SHOPIMIND_HEADERS: SignatureHeaders = {
  timestamp: 'x-shopimind-timestamp',
  signature: 'x-shopimind-signature',
};

export const INBOUND_HEADERS: SignatureHeaders = {
  timestamp: 'x-integration-timestamp',
  signature: 'x-integration-signature',
};

const TOLERANCE_SECONDS = 300;
/** A sender's clock may be ahead, but a request from the future could be repeated for longer. */
const AHEAD_SECONDS = 60;

/** Digits only, since the signature covers the text of the number. */
const TIMESTAMP = /^\d{1,12}$/;
const SIGNATURE = /^[0-9a-f]{64}$/;

/** The signature of a body at a time, as lower-case hex. `timestamp` is in seconds since the epoch. */
export function signShopimindBody(
  body: string | Uint8Array,
  secret: string,
  timestamp: number | string,
): string {
  return digest(body, secret, String(timestamp)).toString('hex');
}

/** Verifies a webhook of the platform. An empty secret never verifies. */
export function verifyShopimindSignature(
  body: string | Uint8Array,
  headers: SignedHeaders,
  { secret, ...options }: VerifyOptions & { secret: string },
): SignatureCheck {
  return verify(body, headers, SHOPIMIND_HEADERS, [secret], options);
}

/** Like `verifyShopimindSignature` with several secrets, as during a rotation: the first that verifies wins. */
export function verifyShopimindSignatureMulti(
  body: string | Uint8Array,
  headers: SignedHeaders,
  secrets: readonly string[],
  options: VerifyOptions = {},
): SignatureCheck {
  return verify(body, headers, SHOPIMIND_HEADERS, secrets, options);
}

/** Verifies an inbound call of the partner, which is signed with the secret of the installation. */
export function verifyIntegratorSignature(
  body: string | Uint8Array,
  headers: SignedHeaders,
  { secret, ...options }: VerifyOptions & { secret: string },
): SignatureCheck {
  return verify(body, headers, INBOUND_HEADERS, [secret], options);
}

function verify(
  body: string | Uint8Array,
  headers: SignedHeaders,
  names: SignatureHeaders,
  secrets: readonly string[],
  { toleranceSeconds = TOLERANCE_SECONDS, now = Date.now }: VerifyOptions,
): SignatureCheck {
  const usable = secrets.filter((secret) => secret !== '');
  if (usable.length === 0) return fault('no_secret_configured');
  const timestamp = headerOf(headers, names.timestamp);
  const signature = headerOf(headers, names.signature);
  if (!timestamp || !signature) return fault('missing_signature_headers');
  if (!TIMESTAMP.test(timestamp)) return fault('invalid_timestamp');
  const age = Math.floor(now() / 1000) - Number(timestamp);
  if (age > toleranceSeconds || age < -Math.min(AHEAD_SECONDS, toleranceSeconds))
    return fault('timestamp_out_of_tolerance');
  if (!SIGNATURE.test(signature)) return fault('signature_mismatch');
  const given = Buffer.from(signature, 'hex');
  const verified = usable.some((secret) => timingSafeEqual(given, digest(body, secret, timestamp)));
  return verified ? { ok: true } : fault('signature_mismatch');
}

const fault = (reason: SignatureFault): SignatureCheck => ({ ok: false, reason });

function digest(body: string | Uint8Array, secret: string, timestamp: string): Buffer {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
}

/** The value of a header; undefined for one that is missing or was sent more than once. */
export function headerOf(headers: SignedHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const found = Object.entries(headers).filter(([key]) => key.toLowerCase() === name);
  const values = found.flatMap(([, value]) => value ?? []);
  return values.length === 1 ? values[0] : undefined;
}
