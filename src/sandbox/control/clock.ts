/** The sandbox's clock: the real one, moved or stopped. */

import { parseTime } from '../../time.js';
import { badRequest } from '../refusal.js';

export interface ClockSettings {
  /** ISO-8601. Not together with `offset_ms`. */
  now?: string;
  /** Milliseconds ahead of the real time; for a stopped clock, ahead of the time at which it was stopped. */
  offset_ms?: number;
  frozen?: boolean;
}

export interface ClockReading {
  now: string;
  offset_ms: number;
  frozen: boolean;
}

/** The largest time of a Date. */
const LATEST_MS = 8.64e15;

export class SandboxClock {
  readonly #real: () => number;
  #offset = 0;
  /** The real time at which it was stopped. */
  #stoppedAt: number | undefined;

  constructor(real: () => number) {
    this.#real = real;
  }

  /** Milliseconds since the epoch. A property, so that it can be passed on. */
  readonly now = (): number => (this.#stoppedAt ?? this.#real()) + this.#offset;

  read(): ClockReading {
    return {
      now: new Date(this.now()).toISOString(),
      offset_ms: this.#offset,
      frozen: this.#stoppedAt !== undefined,
    };
  }

  /** A stopped clock continues from its time. Throws 400. */
  set({ now, offset_ms: offset, frozen = this.#stoppedAt !== undefined }: ClockSettings): void {
    if (now !== undefined && offset !== undefined) {
      throw badRequest(['now and offset_ms cannot be given together']);
    }
    const real = (frozen ? this.#stoppedAt : undefined) ?? this.#real();
    const time = now === undefined ? undefined : (parseTime(now)?.from.getTime() ?? Number.NaN);
    const target = time ?? (offset === undefined ? this.now() : real + offset);
    if (!(Math.abs(target) <= LATEST_MS)) {
      throw badRequest([`${now === undefined ? 'offset_ms' : 'now'} is not a possible time`]);
    }
    this.#offset = target - real;
    this.#stoppedAt = frozen ? real : undefined;
  }
}
