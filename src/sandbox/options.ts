/** The options of startSandbox, and their check: a misspelled option would have no effect. */

import { SpmError } from '../errors.js';
import { nearest } from '../nearest.js';
import type { FaultOptions } from './faults/faults.js';
import type { PlatformOptions } from './platform/platform.js';

export interface SandboxOptions extends FaultOptions {
  /** Default 0: any free port. */
  port?: number;
  /** Default `127.0.0.1`. */
  host?: string;
  /** SQLite file that keeps the state; absent: memory. Several processes may use the same file. */
  data?: string;
  /** The only API key that works; default: the key in the file, created at the first start. */
  key?: string;
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** Fills an empty store with shop data; the same number makes the same data. */
  seed?: number;
  /** The options of the emulated platform toward connectors. */
  platform?: PlatformOptions;
  /** The time until queued writes are visible: milliseconds, or text such as `2s`. */
  readDelay?: number | string;
}

const KNOWN: Record<keyof SandboxOptions, true> = {
  port: true,
  host: true,
  data: true,
  key: true,
  now: true,
  seed: true,
  platform: true,
  readDelay: true,
  faults: true,
  faultSeed: true,
  latency: true,
  rateLimit: true,
};

/** @throws SpmError SPM_INVALID_VALUE */
export function checkOptions(options: SandboxOptions): void {
  const names = Object.keys(KNOWN);
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(KNOWN, name));
  if (unknown !== undefined) throw unknownOption(unknown, names);
  checkNumber('port', options.port, 65_535, 'pass a free port, or 0 for any free port');
  checkNumber('seed', options.seed, Number.MAX_SAFE_INTEGER, 'remove it for an empty shop');
}

function unknownOption(name: string, names: readonly string[]): SpmError {
  const close = nearest(name, names);
  return new SpmError('SPM_INVALID_VALUE', `The sandbox has no option '${name}'`, {
    cause: `it has ${names.join(', ')}`,
    hint: close === undefined ? 'Remove it.' : `Did you mean ${close}?`,
  });
}

function checkNumber(name: string, value: unknown, most: number, hint: string): void {
  if (value === undefined) return;
  if (Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most) return;
  throw new SpmError('SPM_INVALID_VALUE', `The ${name} cannot be '${String(value)}'`, {
    cause: `expected a whole number from 0 to ${most}`,
    hint,
  });
}
