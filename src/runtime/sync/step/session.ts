/**
 * One step of one source while it runs: counts what is settled, makes rejects durable in the act that settles
 * them, and keeps the cursor honest when the step does not wait for its pushes or swallows their errors.
 */
import type { BulkFunction, Logger, Position, SendBulk } from '../../../connector/types.js';
import type { PushClient } from '../../api/push-client.js';
import { type HeldLease, REQUEST_TIMEOUT_MS } from '../../lease/lease.js';
import type { StepCommit } from '../../ports/commit.js';
import type { Clock, Random } from '../../ports/engine.js';
import type { CursorKey, StepCounts } from '../../ports/records.js';
import type { Store } from '../../ports/store.js';
import { type Resource, resourceOf } from '../../resources.js';
import { addCounts, noCounts } from '../accounting.js';
import { endsRun, errorLine, Interruption } from '../errors.js';
import { type KeyedItem, type KeyOf, namesOf, recordOf } from '../push/batches.js';
import type { Lane } from '../push/pace/lane.js';
import type { PushTicket } from '../push/push-ticket.js';
import { makePusher, type PushHooks, type SettledReject, type Settlement } from '../push/pusher.js';
import { RecordOrder } from '../push/record-order.js';
import type { RetryOptions } from '../push/request.js';
import { logRejects } from '../push/send-bulk.js';
import { Sends } from '../push/sends.js';
import { SUSPECT_MS } from '../select/known-records.js';
import { type KnownLetter, type OpenLetters, OpenRejects } from '../settle/dead-letters.js';
import { Tasks } from './tasks.js';

export interface SessionParts {
  client: PushClient;
  store: Store;
  clock: Clock;
  random: Random;
  lane: Lane;
  retry: RetryOptions;
  lease: HeldLease;
  logger: Logger;
  key: CursorKey;
  /** What the window is, for the idempotency keys. */
  window: { since: number | null; until: number };
  /** Null for what is pushed outside a run. */
  runId: number | null;
  /** Aborted on shutdown. */
  shutdown: AbortSignal;
  /** Aborted on shutdown, and when the lease is lost. */
  stop: AbortSignal;
  /** What earlier runs settled of the window. */
  before: StepCounts;
  /** Whether its window lies open in the store. Positions of any other are dropped: it cannot be resumed. */
  keepsPositions: boolean;
  /** Dead letters that are open when the step begins. */
  openRejects: OpenLetters;
  /** How many an installation may have. */
  rejectQuota: number;
  /** The step's own identity of a record. */
  keyOf?: KeyOf | undefined;
  /** The dead letter that an item is already. */
  letterOf?: (item: unknown) => KnownLetter | undefined;
  /** Whether what is handed to `sendBulk` is what was read; a bulk step counts at its stream. */
  readsAreHanded: boolean;
  onProgress?: ((counts: StepCounts) => void) | undefined;
  /** Told how long a request waits before it is tried again. */
  onRetry?: ((waitMs: number) => void) | undefined;
  /** Told how long is waited for a request of before that may still arrive. */
  onLate?: ((waitMs: number) => void) | undefined;
}

/** Requests with rejects that the log tells of. */
const REJECTS_TOLD = 20;

export class StepSession {
  /** Of this run. */
  counts = noCounts();
  requests = 0;
  retries = 0;
  /** Items handed to `sendBulk`. */
  handed = 0;
  /** Items handed to the step's own `sendBulk` rather than to that of a push. */
  strayed = 0;
  /** What ended the run, also when the step's code swallowed it. */
  fatal: unknown = null;
  readonly warnings = new Set<string>();
  readonly order = new RecordOrder();
  readonly sendBulk: SendBulk;
  readonly tasks: Tasks;

  private rejectsTold = 0;
  /** Items of failed pushes that no later push settled, by identity, with the error. */
  private readonly unsettled = new Map<unknown, unknown>();
  private readonly openRejects: OpenRejects;
  /** Of no push. */
  private readonly strays = new Sends();
  private readonly push: ReturnType<typeof makePusher>;
  private committing: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: SessionParts) {
    const { client, lane, clock, random, retry, key, window } = parts;
    const { openRejects, rejectQuota, letterOf } = parts;
    this.tasks = new Tasks(key.entity, (error) => {
      if (endsRun(error)) this.fatal ??= error;
    });
    this.openRejects = new OpenRejects(key, openRejects, rejectQuota, letterOf);
    this.push = makePusher({
      client,
      order: this.order,
      scope: JSON.stringify([key.installationId, key.entity, key.sourceKey, window]),
      keyOf: parts.keyOf,
      tools: {
        lane,
        clock,
        random,
        retry,
        signal: parts.stop,
        admit: () => this.admit(),
        outlasts: (waitMs) => parts.onLate?.(waitMs),
        retried: (waitMs) => {
          this.retries++;
          parts.onRetry?.(waitMs);
        },
      },
    });
    this.sendBulk = this.sendBulkOf(null);
  }

  /** What a push is handed, or with null what the step itself is. */
  sendBulkOf(ticket: PushTicket | null, earlier?: () => Promise<unknown> | null): SendBulk {
    return (fn, items, options) => {
      const sending = this.tasks.start('Items were pushed', async () => {
        this.hand(items.length, ticket);
        // Of what has no known identity, the newest version cannot be told: pushes go one after another.
        const others = earlier?.() ?? null;
        if (others !== null && !this.allKnown(fn, items)) await others;
        return this.push(fn, items, this.hooksFor(ticket), options);
      });
      this.sendsOf(ticket).begin(sending);
      return sending;
    };
  }

  /**
   * Resolves when everything that a push sent is settled, also what it did not wait for. Throws when it is not, also
   * what the push swallowed: no position may pass it.
   */
  async assertSettled(ticket: PushTicket): Promise<void> {
    for (const sends of [ticket.sends, this.strays]) {
      for (const item of await sends.ended())
        if (this.unsettled.has(item)) throw this.unsettled.get(item);
    }
  }

  private sendsOf(ticket: PushTicket | null): Sends {
    return ticket?.sends ?? this.strays;
  }

  private hooksFor(ticket: PushTicket | null): PushHooks {
    return {
      select: (items) => (ticket === null ? items : this.newestOf(items, ticket)),
      settle: (settlement) => this.settle(settlement, ticket),
      admit: () => ticket?.beforeRequest?.(),
      doubtful: (items) => this.doubt(items, ticket),
      failed: (items, resource, error) => this.failed(items, resource, error, ticket),
    };
  }

  /** Without the versions of records that a later push has handed over before: the last one read wins. */
  private newestOf(items: KeyedItem[], ticket: PushTicket): KeyedItem[] {
    const newest = items.filter(({ names }) => {
      const record = recordOf(names);
      return record === null || this.order.claim(record, ticket.number);
    });
    if (newest.length < items.length) this.add({ skipped: items.length - newest.length }, ticket);
    return newest;
  }

  private allKnown(fn: BulkFunction, items: readonly unknown[]): boolean {
    const resource = resourceOf(fn);
    return items.every((item) => namesOf(item, resource, this.parts.keyOf).length > 0);
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
    const before = this.tasks.settled();
    return this.tasks.start('A position was committed', async () => {
      await before;
      for (const error of this.unsettled.values()) throw error;
      await this.commit({ progress: { position, counts: this.windowCounts } });
    });
  }

  /**
   * Settles a push of a bulk step: what is known of its records, and how far all pushes are settled without a gap.
   * `counts` are of that part in this run.
   */
  commitPush(change: {
    fingerprints: StepCommit['fingerprints'];
    prefix: { position: Position; counts: StepCounts } | null;
  }): Promise<void> {
    const { fingerprints, prefix } = change;
    const progress = prefix && { ...prefix, counts: addCounts(this.parts.before, prefix.counts) };
    if (!fingerprints && !progress) return Promise.resolve();
    return this.tasks.start('A push was settled', () =>
      this.commit({ ...(fingerprints && { fingerprints }), ...(progress && { progress }) }),
    );
  }

  /** Gives up the position, so that the window is read from its start, whatever happens. */
  withdraw(): Promise<void> {
    return this.tasks.start('A position was withdrawn', () => this.restart());
  }

  /** As `withdraw`, also when the step has ended. */
  restart(): Promise<void> {
    return this.commit({ progress: { position: null, counts: noCounts() } });
  }

  /** Something for the log and the report that holds nothing back; said once. */
  warn(text: string): void {
    if (this.warnings.has(text)) return;
    this.warnings.add(text);
    this.parts.logger.warn(text);
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

  add(counts: Partial<StepCounts>, ticket: PushTicket | null = null): void {
    const more = { ...noCounts(), ...counts };
    this.counts = addCounts(this.counts, more);
    if (ticket) ticket.counts = addCounts(ticket.counts, more);
    this.parts.onProgress?.(this.counts);
  }

  private hand(count: number, ticket: PushTicket | null): void {
    this.handed += count;
    if (ticket) ticket.hand(count);
    else this.strayed += count;
    if (this.parts.readsAreHanded) this.add({ read: count });
  }

  /** What is sent again after a failure was read once. */
  private sentAgain(count: number): void {
    if (count > 0 && this.parts.readsAreHanded) this.add({ read: -count });
  }

  private async admit(): Promise<void> {
    if (this.fatal !== null) throw this.fatal;
    this.parts.lease.signal.throwIfAborted();
    if (this.parts.shutdown.aborted) throw new Interruption();
    await this.parts.lease.ensureTimeFor(REQUEST_TIMEOUT_MS);
    this.requests++;
  }

  private async settle(settlement: Settlement, ticket: PushTicket | null): Promise<void> {
    const { resource, acknowledged, rejects } = settlement;
    this.tellOf(rejects, resource);
    const letters = this.openRejects.settle(settlement);
    if (letters.rejects.length + letters.superseded.length > 0) await this.commit(letters);
    if (ticket) {
      for (const { item } of acknowledged) addKey(ticket.acknowledged, this.parts.keyOf?.(item));
      for (const { item } of rejects) addKey(ticket.refused, this.parts.keyOf?.(item));
    }
    if (this.unsettled.size > 0) {
      const madeGood = [...acknowledged, ...rejects].filter(({ item }) =>
        this.unsettled.delete(this.identity(item, resource)),
      );
      this.sentAgain(madeGood.length);
    }
    this.add({ acknowledged: acknowledged.length, rejected: rejects.length }, ticket);
  }

  /** The first ones one by one: of a step that is wrong as a whole, a line for each would hide everything else. */
  private tellOf(rejects: SettledReject[], resource: Resource): void {
    if (rejects.length === 0) return;
    const { logger, key } = this.parts;
    const told = this.rejectsTold++;
    logRejects(logger, resource, rejects, told < REJECTS_TOLD ? 'warn' : 'debug');
    if (told === REJECTS_TOLD)
      logger.warn(
        `More items of ${key.entity} are refused: see \`spm-connect rejects --entity ${key.entity}\``,
      );
  }

  /** A request of these ended without an answer: they may arrive late. Rule F2. */
  private doubt(items: readonly KeyedItem[], ticket: PushTicket | null): void {
    const until = this.parts.clock.now() + SUSPECT_MS;
    for (const entry of items) {
      this.order.suspect(entry, until);
      if (ticket) addKey(ticket.doubtful, this.parts.keyOf?.(entry.item));
    }
  }

  private failed(
    items: readonly KeyedItem[],
    resource: Resource,
    error: unknown,
    ticket: PushTicket | null,
  ): void {
    if (endsRun(error)) this.fatal ??= error;
    const identities = items.map(({ item }) => this.identity(item, resource));
    this.sentAgain(identities.filter((identity) => this.unsettled.has(identity)).length);
    for (const identity of identities) this.unsettled.set(identity, error);
    this.sendsOf(ticket).fail(identities);
  }

  /** One after another: a position must not be overtaken by an older one. */
  private commit(change: Change): Promise<void> {
    const mine = this.committing.then(() => this.write(change));
    this.committing = mine.catch(() => {});
    return mine;
  }

  private async write({ progress, ...rest }: Change): Promise<void> {
    const { store, lease, key, runId, clock, keepsPositions } = this.parts;
    const change = { ...rest, ...(progress && keepsPositions && { progress }) };
    try {
      await store.fenced.commitStep(lease.current(), { key, runId, now: clock.now(), ...change });
    } catch (error) {
      this.fatal ??= error;
      throw error;
    }
  }

  /** What makes two items the same: the record, else the object itself. */
  private identity(item: unknown, resource: Resource): unknown {
    return recordOf(namesOf(item, resource, this.parts.keyOf)) ?? item;
  }
}

type Change = Pick<StepCommit, 'rejects' | 'superseded' | 'fingerprints' | 'progress'>;

function addKey(keys: Set<string>, key: string | null | undefined): void {
  if (typeof key === 'string') keys.add(key);
}
