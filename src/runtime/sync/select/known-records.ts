/**
 * What a step knows of its records one by one: it need not send what the API has already, and finds out what is no more.
 * Rules F1 to F3 and X1.
 */

import type { StepCommit } from '../../ports/commit.js';
import type { Clock } from '../../ports/engine.js';
import type { CursorKey, Fingerprint, Lease } from '../../ports/records.js';
import type { Store } from '../../ports/store.js';
import { fingerprintOf } from './fingerprint.js';

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** For how long a request without an answer may still arrive. */
export const SUSPECT_MS = 120 * SECOND;

/** A request may wait and be tried again: what is noted of its sending is never older than this when it goes out. */
const NOTE_AGAIN_MS = 10 * SECOND;

/** A version whose sending was noted so long ago does not arrive any more. */
export const LATE_MS = SUSPECT_MS + NOTE_AGAIN_MS;

/** Older fingerprints count as absent: now and then the API gets everything again. */
const FORGOTTEN_AFTER_MS = 30 * DAY;

export interface KnownRecordsParts {
  store: Store;
  clock: Clock;
  lease: { current(): Lease };
  key: CursorKey;
  /** Null for a record without one: it is always sent, and nothing is known of it. */
  keyOf(record: unknown): string | null;
  /** Part of every fingerprint: what the records go into. */
  scope: string;
  /** Whether what has not changed is left out. */
  skip: boolean;
  /** The full run, or null in any other. */
  generation: number | null;
  /** Told how long is waited for a request that may still arrive. */
  onLate?: ((waitMs: number) => void) | undefined;
  /** Ends the waiting for requests that may still arrive. */
  signal: AbortSignal;
  /** Throws when the step has failed: nothing more shall be sent. */
  assertGoing(): void;
}

/** What to do with the records of one push. */
export interface Selection<Rec> {
  send: Rec[];
  unchanged: number;
  /** Versions that a later record of the same push replaces. */
  replaced: number;
  /** Of those to send, by key. */
  hashes: Map<string, string>;
  /** When their sending was noted in the store. */
  notedAt: number;
  /** Keys of which an earlier request may still arrive. */
  suspects: ReadonlySet<string>;
  /** Keys that the API had nothing of before. */
  absent: ReadonlySet<string>;
  /** Keys of those that are not sent. */
  seen: string[];
  /** To be called when the push has ended and is settled: later versions of its records wait for that. */
  release(): void;
}

interface Entry<Rec> {
  record: Rec;
  key: string | null;
  hash: string;
}

/** What became of a push, by the keys of its records. */
export interface PushedKeys {
  acknowledged: ReadonlySet<string>;
  refused: ReadonlySet<string>;
  /** Of requests that may have arrived more than once, or may still. */
  doubtful: ReadonlySet<string>;
}

export class KnownRecords {
  /** Selections happen one after another: each must see what the ones before it are about to send. */
  private last: Promise<unknown> = Promise.resolve();
  /** The end of the push that is sending each record. */
  private readonly sending = new Map<string, Promise<void>>();

  constructor(private readonly parts: KnownRecordsParts) {}

  /** Whether what has not changed is left out. */
  get skips(): boolean {
    return this.parts.skip;
  }

  /** Decides what is sent, and notes it in the store before. */
  select<Rec extends object>(records: readonly Rec[]): Promise<Selection<Rec>> {
    const mine = this.last.then(() => this.choose(records));
    this.last = mine.catch(() => {});
    return mine;
  }

  /** To be called before each request of the push: another process counts from there how late it may arrive. */
  async noteAgain(selection: Selection<object>): Promise<void> {
    if (this.parts.clock.now() - selection.notedAt < NOTE_AGAIN_MS) return;
    selection.notedAt = await this.note(selection.hashes);
  }

  /** Whether one of the records has a version in the selection. */
  meets(selection: Selection<object>, records: readonly object[]): boolean {
    return records.some((record) => {
      const key = this.parts.keyOf(record);
      return key !== null && selection.hashes.has(key);
    });
  }

  /** What the commit that settles a push says of its records. */
  settled(selection: Selection<object>, pushed: PushedKeys): StepCommit['fingerprints'] {
    const isTold = (key: string) => pushed.acknowledged.has(key) || pushed.refused.has(key);
    const keys = [...selection.hashes.keys()];
    const settled = keys.filter(isTold).map((key) => {
      const doubtful = pushed.doubtful.has(key) || selection.suspects.has(key);
      return {
        key,
        hash: pushed.refused.has(key) ? null : (selection.hashes.get(key) ?? null),
        doubtful,
        absent: selection.absent.has(key) && !pushed.acknowledged.has(key) && !doubtful,
      };
    });
    return {
      settled,
      // A push may send records of another shape, or by its own means, or none: what it was handed was read all the same.
      seen: [...selection.seen, ...keys.filter((key) => !isTold(key))],
      generation: this.parts.generation,
    };
  }

  private async choose<Rec extends object>(records: readonly Rec[]): Promise<Selection<Rec>> {
    const { store, key } = this.parts;
    const entries = this.newest(records);
    const keys = entries.flatMap((entry) => entry.key ?? []);
    await Promise.all(keys.flatMap((name) => this.sending.get(name) ?? []));
    this.parts.assertGoing();
    const known = await store.fingerprints.find(key, keys);
    const fingerprint = (entry: Entry<Rec>) =>
      entry.key === null ? undefined : known.get(entry.key);
    const same = (entry: Entry<Rec>) => this.isUnchanged(entry.hash, fingerprint(entry));
    const changed = entries.filter((entry) => !same(entry));
    await this.outlast(changed.map((entry) => ({ ...entry, known: fingerprint(entry) })));
    const hashes = new Map(
      changed.flatMap((one) => (one.key === null ? [] : [[one.key, one.hash]])),
    );
    const among = (is: (fingerprint: Fingerprint | undefined) => boolean) =>
      new Set([...hashes.keys()].filter((name) => is(known.get(name))));
    const suspects = among((one) => this.isSuspect(one));
    const absent = among((one) => one?.absent ?? true);
    const notedAt = await this.note(hashes);
    return {
      notedAt,
      suspects,
      absent,
      release: this.hold([...hashes.keys()]),
      send: changed.map(({ record }) => record),
      unchanged: entries.length - changed.length,
      replaced: records.length - entries.length,
      hashes,
      seen: entries.filter(same).flatMap((entry) => entry.key ?? []),
    };
  }

  private async note(hashes: ReadonlyMap<string, string>): Promise<number> {
    const { store, key, lease, clock } = this.parts;
    const now = clock.now();
    const sent = [...hashes].map(([name, hash]) => ({ key: name, hash }));
    if (sent.length > 0) await store.fenced.markSent(lease.current(), key, sent, now);
    return now;
  }

  /** Makes later selections wait for these records; gives what ends that. */
  private hold(keys: readonly string[]): () => void {
    let release = () => {};
    const end = new Promise<void>((resolve) => {
      release = resolve;
    });
    for (const key of keys) this.sending.set(key, end);
    return () => {
      for (const key of keys) if (this.sending.get(key) === end) this.sending.delete(key);
      release();
    };
  }

  /** The last version of each record, in the order of reading. */
  private newest<Rec extends object>(records: readonly Rec[]): Entry<Rec>[] {
    const entries = records.map((record) => ({
      record,
      key: this.parts.keyOf(record),
      hash: fingerprintOf(record, this.parts.scope),
    }));
    const last = new Map(entries.map((entry) => [entry.key, entry]));
    return entries.filter((entry) => entry.key === null || last.get(entry.key) === entry);
  }

  private isUnchanged(hash: string, known: Fingerprint | undefined): boolean {
    if (!this.parts.skip || known?.hash !== hash || known.ackedAt === null) return false;
    return this.parts.clock.now() - known.ackedAt < FORGOTTEN_AFTER_MS;
  }

  /** Whether something that was sent before may still arrive; by now only the version that will be sent again. */
  private isSuspect(known: Fingerprint | undefined): boolean {
    return (known?.sentAt ?? 0) + LATE_MS > this.parts.clock.now();
  }

  /** Waits until no other version of these records can arrive any more: it would come after the one to be sent. */
  private async outlast(
    entries: { hash: string; known: Fingerprint | undefined }[],
  ): Promise<void> {
    const { clock, signal } = this.parts;
    const now = clock.now();
    // One that is dated in the future, after the clock was set back, cannot arrive later than one of now.
    const waits = entries.flatMap(({ hash, known }) =>
      known && known.sentAt !== null && known.sentHash !== hash
        ? [Math.min(known.sentAt, now) + LATE_MS - now]
        : [],
    );
    const wait = Math.max(0, ...waits);
    if (wait > 0) {
      this.parts.onLate?.(wait);
      await clock.sleep(wait, signal);
    }
    signal.throwIfAborted();
  }
}

/** Two selections that share no record, to be pushed as one. */
export function joinSelections<Rec>(a: Selection<Rec>, b: Selection<Rec>): Selection<Rec> {
  return {
    send: [...a.send, ...b.send],
    unchanged: a.unchanged + b.unchanged,
    replaced: a.replaced + b.replaced,
    hashes: new Map([...a.hashes, ...b.hashes]),
    notedAt: Math.min(a.notedAt, b.notedAt),
    suspects: new Set([...a.suspects, ...b.suspects]),
    absent: new Set([...a.absent, ...b.absent]),
    seen: [...a.seen, ...b.seen],
    release: () => {
      a.release();
      b.release();
    },
  };
}
