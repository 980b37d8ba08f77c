/** A simulated process that syncs. It may die or be stopped between any two of its actions. */
import { SpmError } from '../../src/errors.ts';
import type { Clock } from '../../src/runtime/ports/engine.ts';
import type { Store } from '../../src/runtime/ports/store.ts';
import { type MemoryData, openMemoryStore } from '../helpers/memoryStore.ts';
import type { SeededRandom } from './random.ts';
import { clockOf, type Timeline } from './timeline.ts';

export interface ProcessOptions {
  name: string;
  timeline: Timeline;
  random: SeededRandom;
  data: MemoryData;
  /** Chance that it dies around a call of the store. */
  deaths: number;
  /** Chance that a call of the store fails, before or after its effect. */
  failures: number;
  /** How far its clock is ahead. */
  skewMs: number;
  trace(text: string): void;
}

export class Process {
  readonly store: Store;
  readonly clock: Clock;
  readonly ended: Promise<void>;
  readonly name: string;
  dead = false;
  private stoppedUntil = 0;
  private end = () => {};

  constructor(private readonly options: ProcessOptions) {
    this.name = options.name;
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
    const inner = clockOf(options.timeline, () => !this.dead, options.skewMs);
    this.clock = {
      now: inner.now,
      sleep: async (ms, signal) => {
        await inner.sleep(ms, signal);
        await this.scheduled();
      },
    };
    this.store = this.wrap(openMemoryStore(options.data));
  }

  die(why: string): void {
    if (this.dead) return;
    this.dead = true;
    this.options.trace(`${this.options.name} dies ${why}`);
    this.end();
  }

  /** Stops it for a while, like SIGSTOP: it does nothing and does not notice. */
  stop(ms: number): void {
    this.stoppedUntil = this.options.timeline.now + ms;
    this.options.trace(`${this.options.name} is stopped for ${ms} ms`);
  }

  /** Resolves when the process runs again; never when it is dead. */
  async scheduled(): Promise<void> {
    while (this.stoppedUntil > this.options.timeline.now)
      await this.options.timeline.wait(this.stoppedUntil - this.options.timeline.now);
    if (this.dead) await new Promise(() => {});
  }

  private failing(name: string): SpmError {
    this.options.trace(`${this.name}: the store fails at ${name}`);
    return new SpmError('SPM_STORE_BUSY', 'The store is busy');
  }

  private wrap(store: Store): Store {
    const { random, deaths, failures } = this.options;
    const act = (name: string, method: (...args: unknown[]) => Promise<unknown>) => {
      return async (...args: unknown[]) => {
        await this.scheduled();
        if (random.chance(0.2)) await this.options.timeline.wait(random.between(1, 4));
        await this.scheduled();
        if (random.chance(deaths)) this.die(`before ${name}`);
        await this.scheduled();
        if (random.chance(failures)) throw this.failing(name);
        const result = await method(...args);
        if (random.chance(deaths)) this.die(`after ${name}`);
        await this.scheduled();
        if (random.chance(failures)) throw this.failing(`${name}, which is done`);
        return result;
      };
    };
    const group = (name: string, methods: object) =>
      Object.fromEntries(
        Object.entries(methods).map(([key, method]) => [key, act(`${name}.${key}`, method)]),
      );
    return Object.fromEntries(
      Object.entries(store).map(([name, part]) => [
        name,
        typeof part === 'function' ? act(name, part) : group(name, part),
      ]),
    ) as unknown as Store;
  }
}
