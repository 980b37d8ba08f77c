/** The sandbox's clock: the real one, moved or stopped. */

import { badRequest } from '../refusal.js';

export interface ClockSettings {
  /** ISO-8601. Not together with `offset_ms`. */
  now?: string;
  /** Milliseconds ahead of the real time. */
  offset_ms?: number;
  frozen?: boolean;
}

export interface ClockReading {
  now: string;
  offset_ms: number;
  frozen: boolean;
}

/** What a Date can hold. */
const LATEST_MS = 8.64e15;

export class SandboxClock {
  readonly #real: () => number;
  #offset = 0;
  #frozenAt: number | undefined;

  constructor(real: () => number) {
    this.#real = real;
  }

  /** Milliseconds since the epoch. A property, so that it can be handed on. */
  readonly now = (): number => this.#frozenAt ?? this.#real() + this.#offset;

  read(): ClockReading {
    return {
      now: new Date(this.now()).toISOString(),
      offset_ms: this.now() - this.#real(),
      frozen: this.#frozenAt !== undefined,
    };
  }

  /** A stopped clock goes on from where it stood. Throws 400. */
  set({ now, offset_ms: offset, frozen = this.#frozenAt !== undefined }: ClockSettings): void {
    if (now !== undefined && offset !== undefined) {
      throw badRequest(['now and offset_ms cannot be given together']);
    }
    const real = this.#real();
    const target = now === undefined ? real + (offset ?? this.now() - real) : Date.parse(now);
    if (!(Math.abs(target) <= LATEST_MS)) {
      throw badRequest([`${now === undefined ? 'offset_ms' : 'now'} is not a possible time`]);
    }
    this.#offset = target - real;
    this.#frozenAt = frozen ? target : undefined;
  }
}
