/** Checks values of settings, from any origin. Pure. */

import type { SettingSpec } from './settings.js';
import { SEVERITIES } from './user-config.js';
import { clipped, invalid, parseDuration, rangeText, readInteger } from './values.js';

/** What is wrong with a value. */
export interface Misfit {
  /** The place in the value, such as `[1]`; empty for the whole value. */
  at: string;
  wrong: unknown;
  /** The expected form, or why the value is wrong. */
  expected: string;
}

/** Undefined if the value is valid. */
export function misfit(spec: SettingSpec, value: unknown): Misfit | undefined {
  const whole = (expected: string | undefined): Misfit | undefined =>
    expected === undefined ? undefined : { at: '', wrong: value, expected };
  switch (spec.type) {
    case 'path':
      return whole(isFilled(value) ? undefined : 'expected a path');
    case 'text':
      return whole(isFilled(value) ? undefined : 'expected a text');
    case 'target':
      return whole(targetProblem(value));
    case 'integer':
      return whole(
        Number.isInteger(value) && isWithin(value, spec.range) ? undefined : expectedRange(spec),
      );
    case 'duration': {
      const ms = typeof value === 'string' ? parseDuration(value) : undefined;
      return whole(isWithin(ms, spec.range) ? undefined : expectedRange(spec));
    }
    case 'paths':
      if (!Array.isArray(value)) return whole('expected a list of paths');
      return first(Object.entries(value), (one, key) =>
        isFilled(one) ? undefined : { at: `[${key}]`, wrong: one, expected: 'expected a path' },
      );
    case 'severities':
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        return whole('expected an object with a severity for each rule');
      return first(Object.entries(value), (one, key) =>
        SEVERITIES.some((severity) => severity === one)
          ? undefined
          : { at: `.${key}`, wrong: one, expected: `expected one of ${SEVERITIES.join(', ')}` },
      );
  }
}

/**
 * The value of a setting from a variable or a flag.
 * @param from Its name in the error: `--target` or `SPM_TARGET`.
 * @throws SpmError SPM_INVALID_VALUE for a value that is also invalid in the file
 */
export function readSetting(spec: SettingSpec, text: string, from: string): unknown {
  const value = spec.type === 'integer' ? readInteger(text) : text;
  const problem = misfit(spec, value);
  if (problem === undefined) return value;
  throw invalid(from, spec.type === 'target' ? withoutPassword(text) : text, problem.expected);
}

/** A value in messages; only the type of an object or a list. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return `'${clipped(withoutPassword(value))}'`;
  if (value === null || ['number', 'boolean', 'bigint', 'undefined'].includes(typeof value))
    return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Whether the target is on this machine: the embedded sandbox, or a separate one. */
export const isLocalTarget = (target: string): boolean =>
  target === 'sandbox' || (target !== 'production' && LOOPBACK.includes(new URL(target).hostname));

const TARGET = 'expected sandbox, production, or a base URL such as https://core.shopimind.com';

function targetProblem(value: unknown): string | undefined {
  if (value === 'sandbox' || value === 'production') return undefined;
  // A URL ignores white space around it, but the requests would not.
  if (typeof value !== 'string' || /\s/.test(value) || !URL.canParse(value)) return TARGET;
  const url = new URL(value);
  if (!/^https?:$/.test(url.protocol)) return TARGET;
  if (url.username || url.password) return 'a base URL holds no user name and no password';
  if (url.search || url.hash || /[?#]$/.test(value)) return 'a base URL has no query and no #';
  if (url.protocol === 'https:' || LOOPBACK.includes(url.hostname)) return undefined;
  return 'plain http would send the access token in clear text: use https, or an address of this machine (127.0.0.1, localhost)';
}

const withoutPassword = (text: string): string => text.replace(/\/\/[^/@]*@/, '//***@');

const isFilled = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '' && !value.includes('\0');

const isWithin = (value: unknown, [least, most]: readonly [number, number]): boolean =>
  typeof value === 'number' && value >= least && value <= most;

const expectedRange = (spec: SettingSpec & { type: 'integer' | 'duration' }): string =>
  `expected ${rangeText(spec.type, spec.range)}`;

function first<T>(
  entries: [string, T][],
  wrong: (value: T, key: string) => Misfit | undefined,
): Misfit | undefined {
  for (const [key, value] of entries) {
    const problem = wrong(value, key);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
