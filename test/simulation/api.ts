/**
 * The simulated API: upserts by key, at once, late, twice, or never. Checks the engine's limits for requests in
 * flight.
 */
import type { Process } from './process.ts';
import type { SeededRandom } from './random.ts';
import type { Timeline } from './timeline.ts';

export interface Item {
  id: string;
  content: number;
  bad: boolean;
}

export interface ApiOptions {
  random: SeededRandom;
  timeline: Timeline;
  /** Share of requests with a fault. */
  faults: number;
  concurrency: number;
  /** Rejects a whole request because of one bad item. */
  picky: boolean;
  timeoutMs: number;
  /** No request arrives later than this after it was sent. */
  latestMs: number;
  trace?(text: string): void;
}

/** The requests of a process in flight, and their records. */
interface Flight {
  requests: number;
  records: Set<string>;
}

interface Answer {
  /** 0 when there is no answer. */
  status: number;
  /** The error code when there is no answer. */
  code?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Fault numbers of `exchange`. Those with late arrivals are the most frequent. */
const FAULTS = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 8, 8, 9, 10];

export class Api {
  readonly items = new Map<string, Item>();
  readonly problems: string[] = [];
  requests = 0;
  faulty = true;
  /** Accepts bad items, too: the cause on the shop is fixed. */
  lenient = false;
  private readonly flights = new Map<Process, Flight>();
  private arriving = 0;

  constructor(private readonly options: ApiOptions) {}

  /** Whether every request has arrived or was lost. */
  get quiet(): boolean {
    return this.arriving === 0;
  }

  /** One bulk request of a process. Never resolves when the process is dead. */
  async bulk(process: Process, items: readonly Item[]): Promise<Answer> {
    this.requests++;
    const flight = this.flightOf(process);
    this.holdToLimits(flight, items);
    const answer = await this.exchange(items);
    flight.requests--;
    for (const { id } of items) flight.records.delete(id);
    await process.scheduled();
    return answer;
  }

  /** Deletions are rare, so most of them get a fault. */
  async remove(process: Process, ids: readonly string[]): Promise<{ sent: number } | undefined> {
    const { random, timeline, faults, latestMs } = this.options;
    const fault = this.faulty && faults > 0 ? random.pick([0, 1, 1, 1, 2, 2, 3]) : 0;
    // Late enough that later requests may arrive first.
    const late = random.between(latestMs / 2, latestMs);
    const some = ids.slice(0, random.between(0, ids.length - 1));
    if (fault === 1 || fault === 2) void this.vanish(ids, late);
    else await this.vanish(fault === 3 ? some : ids, 5);
    // A retry by the connector's own client.
    if (fault === 2) await this.vanish(ids, 5);
    await timeline.wait(5);
    await process.scheduled();
    if (fault === 1) throw new Error('no answer to a deletion');
    return fault === 3 ? { sent: some.length } : undefined;
  }

  private async vanish(ids: readonly string[], after: number): Promise<void> {
    await this.options.timeline.wait(after);
    for (const id of ids) this.items.delete(id);
    this.options.trace?.(`deleted ${ids.join(' ')} after ${after}`);
  }

  private flightOf(process: Process): Flight {
    const flight = this.flights.get(process) ?? { requests: 0, records: new Set() };
    this.flights.set(process, flight);
    return flight;
  }

  private holdToLimits(flight: Flight, items: readonly Item[]): void {
    for (const { id } of items)
      if (flight.records.has(id)) this.problems.push(`two requests in flight hold ${id}`);
    for (const { id } of items) flight.records.add(id);
    flight.requests++;
    if (flight.requests > this.options.concurrency)
      this.problems.push(`${flight.requests} requests in flight`);
  }

  private async exchange(items: readonly Item[]): Promise<Answer> {
    const { random, timeline, timeoutMs, latestMs } = this.options;
    const latency = random.between(5, 60);
    const fault = this.faulty && random.chance(this.options.faults) ? random.pick(FAULTS) : 0;
    const late = (share: number) => {
      if (random.chance(share)) void this.arrive(items, random.between(1, latestMs));
    };
    switch (fault) {
      case 1:
        await timeline.wait(latency);
        return { status: 429, headers: this.pause() };
      case 2:
        await timeline.wait(latency);
        return { status: 500 };
      case 3:
        await this.arrive(items, latency);
        return { status: 502 };
      case 4:
        await timeline.wait(latency);
        return { status: 0, code: 'ECONNREFUSED' };
      case 5:
        // The answer is lost; the request arrives now, late, or never.
        late(0.8);
        await timeline.wait(latency);
        return { status: 0, code: 'ECONNRESET' };
      case 6:
        late(0.8);
        await timeline.wait(timeoutMs);
        return { status: 0, code: 'ECONNABORTED' };
      case 7:
        // The network delivers the request twice, and the first answer is lost.
        late(1);
        await this.arrive(items, latency);
        await timeline.wait(latency);
        return { status: 0, code: 'ECONNRESET' };
      case 8:
        await timeline.wait(latency);
        return { status: items.length > 1 ? 413 : 503, headers: this.pause() };
      case 9:
        await timeline.wait(latency);
        return { status: random.pick([401, 404, 500]) };
      case 10:
        // For example a proxy's page.
        await this.arrive(items, latency);
        return { status: 200, body: 'It works!' };
      default:
        return this.arrive(items, latency);
    }
  }

  /** A pause that is sometimes longer than a run waits. */
  private pause(): Record<string, string> {
    const seconds = this.options.random.pick([0, 0, 0, 0, 1, 5, 20, 300]);
    return seconds === 0 ? {} : { 'retry-after': String(seconds) };
  }

  private async arrive(items: readonly Item[], after: number): Promise<Answer> {
    this.arriving++;
    const copies = items.map((item) => ({ ...item }));
    const good = copies.filter(({ bad }) => this.lenient || !bad);
    await this.options.timeline.wait(after);
    this.arriving--;
    this.options.trace?.(`arrived ${JSON.stringify(copies)} after ${after}`);
    if (good.length === 0 || (this.options.picky && good.length < copies.length))
      return { status: 400, body: { message: ['not valid'] } };
    for (const item of good) this.items.set(item.id, item);
    const rejected = copies.flatMap((item, index) =>
      good.includes(item) ? [] : [{ index, errors: ['bad'] }],
    );
    const body = {
      statusCode: 200,
      sent_count: good.length,
      rejected_count: rejected.length,
      rejected_items: rejected,
    };
    return { status: 200, body };
  }
}
