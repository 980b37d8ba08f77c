/** The faults of one sandbox, and what they do to the next request. */

import { randomInt } from 'node:crypto';
import {
  type Latency,
  latencyText,
  parseFaultSeed,
  parseLatency,
  parseRate,
  type Rate,
  rateText,
} from './limits.js';
import { concerns, type Fault, parseFault } from './parse.js';
import { seededRandom } from './random.js';
import { type Route, requireReach } from './reach.js';
import { TokenBucket } from './token-bucket.js';

export interface FaultOptions {
  /** Faults, each in a form such as `POST /v1/customers 5% 500`. */
  faults?: readonly string[];
  /** The seed of the faults' chances. Default: a random one. */
  faultSeed?: number;
  /** Milliseconds before every answer: `50`, `'20..80'`. */
  latency?: number | string;
  /** `'10/s'`: requests above this rate get 429 with Retry-After. */
  rateLimit?: string;
}

/** What happens to a request. */
export interface Verdict {
  /** Milliseconds to wait before it is handled. */
  wait: number;
  fault: Pick<Fault, 'spec' | 'action'> | undefined;
}

export interface FaultEntry {
  id: number;
  spec: string;
  /** How often the fault happened. */
  happened: number;
}

export interface FaultSettings {
  faults: FaultEntry[];
  latency: string | null;
  rate_limit: string | null;
  seed: number;
}

interface Rule {
  id: number;
  fault: Fault;
  random: () => number;
  happened: number;
}

const NOTHING: Verdict = { wait: 0, fault: undefined };

export class Faults {
  readonly #now: () => number;
  #rules: Rule[] = [];
  #routes: readonly Route[] | undefined;
  #lastId = 0;
  #seed: number;
  #latency: Latency | undefined;
  #latencyRandom: () => number;
  #rate: Rate | undefined;
  #bucket: TokenBucket | undefined;

  /** `now` is real time, because the rate limit belongs to the network, not to the shop. Throws SPM_INVALID_VALUE. */
  constructor(options: FaultOptions, now: () => number) {
    this.#now = now;
    this.#seed = parseFaultSeed(options.faultSeed ?? randomInt(2 ** 32));
    this.#latencyRandom = seededRandom(this.#seed);
    this.setLatency(options.latency ?? null);
    this.setRateLimit(options.rateLimit ?? null);
    for (const spec of options.faults ?? []) this.add(spec);
  }

  get seed(): number {
    return this.#seed;
  }

  /** From now on, faults that match no route are rejected. Throws SPM_INVALID_VALUE for an existing one. */
  checkAgainst(routes: readonly Route[]): void {
    this.#routes = routes;
    for (const { fault } of this.#rules) requireReach(fault, routes);
  }

  /** Throws SPM_INVALID_VALUE. */
  add(spec: string): FaultEntry {
    const fault = parseFault(spec);
    if (this.#routes !== undefined) requireReach(fault, this.#routes);
    this.#lastId += 1;
    const random = seededRandom(this.#seed, this.#lastId);
    const rule = { id: this.#lastId, fault, random, happened: 0 };
    this.#rules.push(rule);
    return entryOf(rule);
  }

  /** False when the fault does not exist. */
  remove(id: number): boolean {
    const before = this.#rules.length;
    this.#rules = this.#rules.filter((rule) => rule.id !== id);
    return this.#rules.length < before;
  }

  clear(): void {
    this.#rules = [];
  }

  /** Null removes it. Throws SPM_INVALID_VALUE, like the other setters. */
  setLatency(given: number | string | null): void {
    const latency = given === null ? undefined : parseLatency(given);
    this.#latency = latency?.to === 0 ? undefined : latency;
  }

  setRateLimit(given: string | null): void {
    this.#rate = given === null ? undefined : parseRate(given);
    this.#bucket = this.#rate && new TokenBucket(this.#rate, this.#now);
  }

  /** Restarts all random chances. */
  setSeed(given: number): void {
    this.#seed = parseFaultSeed(given);
    this.#latencyRandom = seededRandom(this.#seed);
    for (const rule of this.#rules) rule.random = seededRandom(this.#seed, rule.id);
  }

  settings(): FaultSettings {
    return {
      faults: this.#rules.map(entryOf),
      latency: this.#latency ? latencyText(this.#latency) : null,
      rate_limit: this.#rate ? rateText(this.#rate) : null,
      seed: this.#seed,
    };
  }

  /** Synchronous, so that chances follow the order of arrival. `path` has no query. */
  next(method: string, path: string): Verdict {
    if (this.#rules.length === 0 && !this.#latency && !this.#bucket) return NOTHING;
    return { wait: this.#nextWait(), fault: this.#overLimit() ?? this.#nextFault(method, path) };
  }

  #nextWait(): number {
    if (this.#latency === undefined) return 0;
    const { from, to } = this.#latency;
    return from + Math.floor(this.#latencyRandom() * (to - from + 1));
  }

  #overLimit(): Verdict['fault'] {
    const retryAfter = this.#bucket?.take();
    if (retryAfter === undefined || this.#rate === undefined) return undefined;
    const action = { kind: 'status', status: 429, retryAfter } as const;
    return { spec: `rate limit ${rateText(this.#rate)}`, action };
  }

  /** The first fault that matches the request and whose chance applies. */
  #nextFault(method: string, path: string): Fault | undefined {
    const rule = this.#rules.find(
      ({ fault, random, happened }) =>
        happened < fault.times && concerns(fault, method, path) && random() < fault.chance,
    );
    if (rule === undefined) return undefined;
    rule.happened += 1;
    return rule.fault;
  }
}

const entryOf = ({ id, fault, happened }: Rule): FaultEntry => ({
  id,
  spec: fault.spec,
  happened,
});
