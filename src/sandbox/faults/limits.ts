/** Reads latencies, rate limits and delays, from the command line and the control API. Pure. */

import { SpmError } from '../../errors.js';

export interface Latency {
  /** Milliseconds, both included. */
  from: number;
  to: number;
}

export interface Rate {
  count: number;
  per: 's' | 'm' | 'h';
}

export const RATE_MS = { s: 1000, m: 60_000, h: 3_600_000 } as const;
const UNITS_MS: Record<string, number> = { '': 1, ms: 1, ...RATE_MS };

/** An hour; use a timeout for longer delays. */
export const LONGEST_MS = 3_600_000;

/** Milliseconds of `2000`, `500ms`, `2s`, `1m`; undefined for an invalid or too long duration. */
export function parseMs(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,9})(ms|s|m|h)?$/.exec(text) ?? [];
  const ms = digits === undefined ? Number.NaN : Number(digits) * (UNITS_MS[unit] ?? Number.NaN);
  return ms <= LONGEST_MS ? ms : undefined;
}

/** `50`, `20..80` or a number of milliseconds. @throws SpmError SPM_INVALID_VALUE */
export function parseLatency(given: string | number): Latency {
  const [low = '', high = low, ...more] = String(given).split('..');
  const from = parseMs(low);
  const to = parseMs(high);
  if (from === undefined || to === undefined || from > to || more.length > 0) {
    throw invalid('latency', given, 'milliseconds such as 50, or a range such as 20..80');
  }
  return { from, to };
}

/** `10/s`, `600/m`. @throws SpmError SPM_INVALID_VALUE */
export function parseRate(given: string): Rate {
  const [, count, per] = /^([1-9]\d{0,8})\/(s|m|h)$/.exec(given) ?? [];
  if (per === undefined) throw invalid('rate limit', given, 'a rate such as 10/s or 600/m');
  return { count: Number(count), per: per as Rate['per'] };
}

/** `2s` or a number of milliseconds. @throws SpmError SPM_INVALID_VALUE */
export function parseDelay(given: string | number): number {
  const ms = parseMs(String(given));
  if (ms === undefined) throw invalid('read delay', given, 'a duration such as 2s or 500ms');
  return ms;
}

/** A whole number that repeats the same chances. @throws SpmError SPM_INVALID_VALUE */
export function parseFaultSeed(given: number): number {
  if (Number.isSafeInteger(given) && given >= 0) return given;
  throw invalid('fault seed', given, 'a whole number, 0 or more');
}

export const latencyText = ({ from, to }: Latency): string =>
  from === to ? String(from) : `${from}..${to}`;

export const rateText = ({ count, per }: Rate): string => `${count}/${per}`;

function invalid(what: string, given: unknown, wants: string): SpmError {
  return new SpmError('SPM_INVALID_VALUE', `The ${what} cannot be '${given}'`, {
    cause: `expected ${wants}`,
    hint: `Correct the ${what}, or remove it.`,
  });
}
