/**
 * Removes secrets from data before it is logged or stored, and limits its size. Pure, and never throws:
 * a log line must not fail because of its data.
 */

import { hidePatterns, REDACTED } from './redact-text.js';

export { REDACTED };

export interface RedactOptions {
  /** Further key names whose values are secret, such as a schema's `sensitive` fields. */
  keys?: Iterable<string>;
  /** Cleans the texts; default: hides text that looks like a secret. */
  text?: (text: string) => string;
  /** Cleans the numbers; default: they stay. */
  number?: (number: number) => unknown;
  /** Keeps everything that is not secret: for stored data that is used again, such as a dead letter. */
  whole?: boolean;
}

/** A key is secret when its name, without case and separators, holds one of these. */
const SECRET_NAMES = [
  'token',
  'secret',
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'apikey',
  'accesskey',
  'privatekey',
  'encryptionkey',
  'credential',
  'authorization',
  'signature',
  'cookie',
  'bearer',
] as const;

interface Limits {
  depth: number;
  items: number;
  keys: number;
  text: number;
  /** The maximum number of copied values in all, so that nesting cannot multiply the limits above. */
  values: number;
}

const LOG_LIMITS: Limits = { depth: 8, items: 50, keys: 100, text: 2000, values: 5000 };
const NO_LIMITS: Limits = {
  depth: Number.POSITIVE_INFINITY,
  items: Number.POSITIVE_INFINITY,
  keys: Number.POSITIVE_INFINITY,
  text: Number.POSITIVE_INFINITY,
  values: Number.POSITIVE_INFINITY,
};

/**
 * A deep copy, made of plain JSON values, with `[redacted]` in place of secrets. `null` and booleans under
 * a secret key are kept: they only say that the secret is missing.
 */
export function redact(value: unknown, options: RedactOptions = {}): unknown {
  return new Redaction(options).copy(value, []);
}

/** The text, cleaned and then cut to the length of a log line. */
export function redactText(
  text: string,
  { text: clean = hidePatterns }: RedactOptions = {},
): string {
  return clamp(clean(text), LOG_LIMITS.text);
}

class Redaction {
  private readonly extraKeys: ReadonlySet<string>;
  private readonly clean: (text: string) => string;
  private readonly number: (number: number) => unknown;
  private readonly limits: Limits;
  private left: number;

  constructor(options: RedactOptions) {
    this.extraKeys = new Set([...(options.keys ?? [])].map(normalize));
    this.clean = options.text ?? hidePatterns;
    this.number = options.number ?? ((number) => number);
    this.limits = options.whole ? NO_LIMITS : LOG_LIMITS;
    this.left = this.limits.values;
  }

  copy(value: unknown, ancestors: readonly object[]): unknown {
    try {
      return this.copyAny(value, ancestors);
    } catch {
      // A getter threw, or a proxy was revoked.
      return '[unreadable]';
    }
  }

  private copyAny(value: unknown, ancestors: readonly object[]): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'bigint') return this.text(`${value}`);
    if (typeof value === 'number') return Number.isFinite(value) ? this.number(value) : `${value}`;
    if (typeof value === 'symbol' || typeof value === 'function') return `[${typeof value}]`;
    if (typeof value !== 'object' || value === null) return value;
    if (ancestors.includes(value)) return '[circular]';
    if (ancestors.length >= this.limits.depth || this.left <= 0) return '[cut]';
    return this.copyObject(value, [...ancestors, value]);
  }

  private copyObject(value: object, path: readonly object[]): unknown {
    if (value instanceof Date) {
      return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
    }
    if (value instanceof URL || value instanceof RegExp) return this.text(`${value}`);
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (value instanceof Error) return this.fields(errorFields(value), path);
    if (value instanceof Map) return this.fields([...value].map(stringKey), path);
    if (value instanceof Set) return this.items([...value], path);
    if (Array.isArray(value)) return this.items(value, path);
    return this.fields(
      Object.keys(value).map((key) => [key, () => Reflect.get(value, key)]),
      path,
    );
  }

  private items(items: readonly unknown[], path: readonly object[]): unknown[] {
    const shown = items
      .slice(0, this.limits.items)
      .map((item) => this.spend(() => this.copy(item, path)));
    const more = items.length - shown.length;
    return more > 0 ? [...shown, `[${more} more]`] : shown;
  }

  private fields(all: readonly Field[], path: readonly object[]): Record<string, unknown> {
    const named = namesSecret(all, this.isSecret);
    const shown = all.slice(0, this.limits.keys).map(([key, read]): [string, unknown] => {
      const secret = this.isSecret(key) || (named && normalize(key) === 'value');
      return [this.text(key), this.spend(() => (secret ? hide(read()) : this.copy(read(), path)))];
    });
    const more = all.length - shown.length;
    return Object.fromEntries(more > 0 ? [...shown, ['[cut]', `${more} more`]] : shown);
  }

  private spend(copy: () => unknown): unknown {
    if (this.left <= 0) return '[cut]';
    this.left -= 1;
    try {
      return copy();
    } catch {
      return '[unreadable]';
    }
  }

  private text(text: string): string {
    return clamp(this.clean(text), this.limits.text);
  }

  private readonly isSecret = (key: string): boolean => {
    const name = normalize(key);
    return this.extraKeys.has(name) || SECRET_NAMES.some((secret) => name.includes(secret));
  };
}

/** A name, and how to read its value: a getter may throw. */
type Field = readonly [key: string, read: () => unknown];

function stringKey([key, value]: readonly [unknown, unknown]): Field {
  return [typeof key === 'string' ? key : `[${typeof key}]`, () => value];
}

/** Without the stack: it repeats the message, and frames do not help a reader of a connector's log. */
function errorFields(error: Error): Field[] {
  const own = Object.keys(error).filter((key) => key !== 'stack');
  const names = new Set([
    'name',
    'message',
    ...own,
    ...(error.cause === undefined ? [] : ['cause']),
  ]);
  return [...names].map((key) => [key, () => Reflect.get(error, key)]);
}

/** Settings also have the form `{ key: 'api_key', value: '…' }`. */
function namesSecret(fields: readonly Field[], isSecret: (key: string) => boolean): boolean {
  return fields.some(([key, read]) => {
    if (key !== 'key' && key !== 'name') return false;
    const name = read();
    return typeof name === 'string' && isSecret(name);
  });
}

function hide(value: unknown): unknown {
  return value === null || value === undefined || typeof value === 'boolean' ? value : REDACTED;
}

function normalize(key: string): string {
  return key.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function clamp(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit)}… [${text.length - limit} more characters]`;
}
