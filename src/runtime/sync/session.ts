/**
 * One step of one source while it runs: counts what is settled, makes rejects durable in the act that settles
 * them, and keeps the cursor honest when the step does not wait for its pushes or swallows their errors.
 */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { Position, SendBulk } from '../../connector/types.js';
import { SpmError } from '../../errors.js';
import { type HeldLease, REQUEST_TIMEOUT_MS } from '../lease.js';
import type { Clock, CursorKey, Logger, NewReject, StepCounts, Store } from '../ports.js';
import { keyOf, type Resource, resourceOf } from '../resources.js';
import { redact } from '../security/redact.js';
import { addCounts, noCounts } from './accounting.js';
import { makePusher, type SettledReject, type Settlement } from './pusher.js';
import { logRejects } from './send-bulk.js';
import { endsRun, errorLine, Interruption } from './stop.js';

export interface SessionParts {
  client: SpmHttpClient;
  store: Store;
  clock: Clock;
  lease: HeldLease;
  logger: Logger;
  key: CursorKey;
  runId: number;
  /** Aborted on shutdown. */
  shutdown: AbortSignal;
  /** What earlier runs settled of the window. */
  before: StepCounts;
  /** The step's own identity of a record. */
  keyOf?: ((item: unknown) => string | null) | undefined;
  /** Whether what is handed to `sendBulk` is what was read; a bulk step counts at its stream. */
  readsAreHanded: boolean;
  onProgress?: ((counts: StepCounts) => void) | undefined;
}

export class StepSession {
  /** Of this run. */
  counts = noCounts();
  requests = 0;
  /** Items handed to `sendBulk`. */
  handed = 0;
  /** What ended the run, also when the step's code swallowed it. */
  fatal: unknown = null;
  readonly warnings = new Set<string>();
  readonly sendBulk: SendBulk;

  private closed = false;
  private readonly running = new Set<Promise<unknown>>();
  /** Items of failed pushes that no later push settled, by identity, with the error. */
  private readonly unsettled = new Map<unknown, unknown>();

  constructor(private readonly parts: SessionParts) {
    const push = makePusher(parts.client, {
      admit: () => this.admit(),
      settle: (settlement) => this.settle(settlement),
      failed: (items, resource, error) => this.failed(items, resource, error),
      ...(parts.keyOf && { keyOf: parts.keyOf }),
    });
    this.sendBulk = (fn, items, options) =>
      this.track('Items were pushed', () => {
        this.hand(items, resourceOf(fn));
        return push(fn, items, options);
      });
  }

  /** Of the whole window. */
  get windowCounts(): StepCounts {
    return addCounts(this.parts.before, this.counts);
  }

  /**
   * Commits a position once the pushes that were started before are settled. Throws, and leaves the position
   * where it was, when one of them failed.
   */
  checkpoint(position: Position): Promise<void> {
    const before = [...this.running];
    return this.track('A position was committed', async () => {
      await Promise.allSettled(before);
      for (const error of this.unsettled.values()) throw error;
      await this.commit({ progress: { position, counts: this.windowCounts } });
    });
  }

  /** Gives up the position, so that the window is read from its start, whatever happens. */
  withdraw(): Promise<void> {
    return this.track('A position was withdrawn', () =>
      this.commit({ progress: { position: null, counts: noCounts() } }),
    );
  }

  /** Something for the log and the report that holds nothing back; said once. */
  warn(text: string): void {
    if (this.warnings.has(text)) return;
    this.warnings.add(text);
    this.parts.logger.warn(text);
  }

  /** Refuses everything from now on: the step is not waited for any longer. */
  close(): void {
    this.closed = true;
  }

  /** Waits for every push and checkpoint, also those that the step did not await, and refuses new ones. */
  async drain(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
    this.close();
  }

  /** Why the step must not be taken for clean, whatever it says itself; null when it may. */
  problem(): string | null {
    if (this.failure === null) return null;
    const line = errorLine(this.failure);
    const { size } = this.unsettled;
    return size === 0
      ? line
      : `${size} ${size === 1 ? 'item is' : 'items are'} not settled: ${line}`;
  }

  /** The first error that is not made good, or null. */
  get failure(): unknown {
    for (const error of this.unsettled.values()) return error;
    return this.fatal;
  }

  add(counts: Partial<StepCounts>): void {
    this.counts = addCounts(this.counts, { ...noCounts(), ...counts });
    this.parts.onProgress?.(this.counts);
  }

  /** Starts something that the end of the step waits for. */
  private track<T>(what: string, start: () => Promise<T>): Promise<T> {
    const task = this.closed ? Promise.reject<T>(this.tooLate(what)) : start();
    // It is on record; a step that does not await must not end the process.
    const done: Promise<unknown> = task.catch(() => {}).finally(() => this.running.delete(done));
    if (!this.closed) this.running.add(done);
    return task;
  }

  private tooLate(what: string): SpmError {
    return new SpmError('SPM_CONNECTOR_INVALID', `${what} after the step had ended`, {
      cause: `step ${this.parts.key.entity} resolved while something that it started still ran`,
      hint: 'Await everything inside `run` before it returns.',
    });
  }

  private hand(items: readonly unknown[], resource: Resource): void {
    this.handed += items.length;
    if (!this.parts.readsAreHanded) return;
    // What a step sends again after a failure was read once.
    const read = items.filter((item) => !this.unsettled.has(this.identity(item, resource)));
    this.add({ read: read.length });
  }

  private async admit(): Promise<void> {
    if (this.fatal !== null) throw this.fatal;
    this.parts.lease.signal.throwIfAborted();
    if (this.parts.shutdown.aborted) throw new Interruption();
    await this.parts.lease.ensureTimeFor(REQUEST_TIMEOUT_MS);
    this.requests++;
  }

  private async settle({ resource, acknowledged, rejects }: Settlement): Promise<void> {
    logRejects(this.parts.logger, resource, rejects);
    if (rejects.length > 0) await this.commit({ rejects: rejects.map(deadLetter) });
    for (const item of acknowledged) this.unsettled.delete(this.identity(item, resource));
    for (const { item } of rejects) this.unsettled.delete(this.identity(item, resource));
    this.add({ acknowledged: acknowledged.length, rejected: rejects.length });
  }

  private failed(items: readonly unknown[], resource: Resource, error: unknown): void {
    if (endsRun(error)) this.fatal ??= error;
    for (const item of items) this.unsettled.set(this.identity(item, resource), error);
  }

  private async commit(change: {
    rejects?: NewReject[];
    progress?: { position: Position; counts: StepCounts };
  }): Promise<void> {
    const { store, lease, key, runId, clock } = this.parts;
    try {
      await store.fenced.commitStep(lease.current(), { key, runId, now: clock.now(), ...change });
    } catch (error) {
      this.fatal ??= error;
      throw error;
    }
  }

  /** What makes two items the same: the record's key, else the object itself. */
  private identity(item: unknown, resource: Resource): unknown {
    return this.parts.keyOf?.(item) ?? keyOf(resource, item) ?? item;
  }
}

function deadLetter({ item, key, errors, status }: SettledReject): NewReject {
  return { payload: redact(item, { whole: true }), key, errors, status };
}
