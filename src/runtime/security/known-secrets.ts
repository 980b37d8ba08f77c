/** Finds known secrets in any text, also in escaped or encoded form. */

import { REDACTED } from './redact-text.js';

/** Shorter values would match ordinary words and numbers. */
export const MIN_SECRET = 6;

/** The start of a secret at the end of a text, which may have been cut, is hidden if it has at least this length. */
const MIN_CUT = 8;

/** Elsewhere, a part of a secret is hidden if it has at least this length and is at least half of the secret. */
const MIN_PART = 12;

/** A line of a multi-line secret, such as a key file, is hidden if it has at least this length. */
const MIN_LINE = 16;

/** Shorter Base64 text encodes too few bytes. */
const MIN_ENCODED = 10;

/**
 * Finds secrets by a rolling hash of their first characters: the time does not depend on how
 * many secrets are known.
 */
export class KnownSecrets {
  readonly #learned = new Set<string>();
  /** Forms by the hash of their first MIN_SECRET characters, the longest first. */
  readonly #forms = new Map<number, string[]>();

  static of(secrets: Iterable<string>): KnownSecrets {
    const known = new KnownSecrets();
    for (const secret of secrets) known.learn(secret);
    return known;
  }

  get size(): number {
    return this.#forms.size;
  }

  /** Values of fewer than MIN_SECRET characters are ignored. */
  learn(secret: string): void {
    if (this.#learned.has(secret)) return;
    this.#learned.add(secret);
    for (const form of formsOf(secret)) if (form.length >= MIN_SECRET) this.#add(form);
  }

  #add(form: string): void {
    const hash = hashAt(form, 0);
    const others = this.#forms.get(hash) ?? [];
    if (others.includes(form)) return;
    this.#forms.set(
      hash,
      [...others, form].sort((a, b) => b.length - a.length),
    );
  }

  /** The text with `[redacted]` in place of every known secret. */
  hide(text: string): string {
    let clean = '';
    let from = 0;
    for (const { start, end } of this.#found(text)) {
      clean += text.slice(from, start) + REDACTED;
      from = end;
    }
    return from === 0 ? text : clean + text.slice(from);
  }

  /** `[redacted]` in place of a number that is a known secret; a number that only contains its digits stays. */
  hideNumber<N extends number | bigint>(number: N): N | typeof REDACTED {
    return this.hide(`${number}`) === REDACTED ? REDACTED : number;
  }

  /** Whether the text contains a known secret. */
  holds(text: string): boolean {
    return !this.#found(text).next().done;
  }

  *#found(text: string): Generator<{ start: number; end: number }> {
    if (this.#forms.size === 0) return;
    const last = text.length - MIN_SECRET;
    let hash = last < 0 ? 0 : hashAt(text, 0);
    for (let at = 0; at <= last; at++) {
      const length = this.#lengthAt(text, at, this.#forms.get(hash));
      if (length > 0) {
        yield { start: at, end: at + length };
        at += length - 1;
        if (at < last) hash = hashAt(text, at + 1);
      } else if (at < last) {
        hash = roll(hash, text.charCodeAt(at), text.charCodeAt(at + MIN_SECRET));
      }
    }
  }

  /** How many characters from there on belong to a secret: all of it, or the part before a cut. */
  #lengthAt(text: string, at: number, forms: readonly string[] = []): number {
    const whole = forms.find((form) => text.startsWith(form, at));
    if (whole !== undefined) return whole.length;
    const parts = forms.map((form) => {
      const length = commonLength(text, at, form);
      const cut = at + length === text.length && length >= MIN_CUT;
      return cut || length >= Math.max(MIN_PART, form.length / 2) ? length : 0;
    });
    return Math.max(0, ...parts);
  }
}

function commonLength(text: string, at: number, form: string): number {
  let length = 0;
  while (length < form.length && text[at + length] === form[length]) length += 1;
  return length;
}

const BASE = 31;
const HIGHEST = BASE ** (MIN_SECRET - 1);

function hashAt(text: string, at: number): number {
  let hash = 0;
  for (let n = 0; n < MIN_SECRET; n++) hash = (Math.imul(hash, BASE) + text.charCodeAt(at + n)) | 0;
  return hash;
}

function roll(hash: number, out: number, into: number): number {
  return (Math.imul(hash - Math.imul(out, HIGHEST), BASE) + into) | 0;
}

/** The secret in plain, JSON, URL, Basic authentication and hex form. */
function formsOf(secret: string): Set<string> {
  const plain = new Set([secret, secret.trim(), ...linesOf(secret)]);
  const forms = new Set<string>();
  for (const one of plain) {
    if (one.length < MIN_SECRET) continue;
    const inJson = JSON.stringify(one).slice(1, -1);
    const inUrl = encodeURIComponent(Buffer.from(one).toString());
    for (const form of [
      one,
      inJson,
      JSON.stringify(inJson).slice(1, -1),
      // The form in which Node.js shows JSON inside an object.
      inJson.replaceAll('\\', '\\\\'),
      inUrl,
      inUrl.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
      inUrl.replaceAll('%20', '+'),
      Buffer.from(one).toString('hex'),
      ...base64Of(one),
    ])
      forms.add(form);
    if (/^[0-9a-f]+$/i.test(one)) forms.add(one.toLowerCase()).add(one.toUpperCase());
  }
  return forms;
}

function linesOf(secret: string): string[] {
  return secret
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line.length >= MIN_LINE);
}

/** Without the characters that depend on the text before and after the secret, for each of the three alignments. */
function base64Of(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const inner = encoded.slice(
      Math.ceil((shift * 8) / 6),
      Math.floor(((shift + bytes.length) * 8) / 6),
    );
    if (inner.length < MIN_ENCODED) return [];
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
