/** Decides which records of a batch go out, and notes it before they do. Rules F1 to F3 and X1. */
import type { KnownRecord, RecordChanges } from '../../ports/records.js';
import type { InFlight } from '../in-flight.js';
import { NOTE_AGAIN_MS } from '../ledger/in-doubt/limits.js';
import { has, UNKNOWN } from '../ledger/record.js';
import {
  type AnsweredKeys,
  type Ledger,
  noteSent,
  settleVersions,
  type Versions,
  versionOf,
} from '../ledger/versions.js';
import { lastVersions } from '../push/order.js';
import { fingerprintOf } from './fingerprint.js';

export interface SelectorParts extends Ledger {
  inFlight: InFlight;
  /** Null for a record without one: it is always sent, and nothing is known of it. */
  keyOf(record: unknown): string | null;
  /** Part of every fingerprint: what the records go into. */
  scope: string;
  /** Whether what has not changed is left out. */
  skip: boolean;
  /** The full run, or null in any other. */
  generation: number | null;
  /** Called before records go out of which another version may still arrive, until that time. */
  onOvertaken(until: number): Promise<void>;
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
  versions: Versions;
  /** When their sending was noted in the store. */
  notedAt: number;
  /** In a full run, keys of those that are not sent. */
  seen: string[];
  /** To be called when the push has ended and is settled: later versions of its records wait for that. */
  release(): void;
}

interface Entry<Rec> {
  record: Rec;
  key: string | null;
  hash: string;
  known: KnownRecord;
}

export class Selector {
  /** Selections happen one after another: each must see what the ones before it are about to send. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: SelectorParts) {}

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
    if (this.parts.clock.now() - selection.notedAt >= NOTE_AGAIN_MS)
      selection.notedAt = await noteSent(this.parts, selection.versions);
  }

  /** Whether one of the records has a version in the selection. */
  meets(selection: Selection<object>, records: readonly object[]): boolean {
    return records.some((record) => {
      const key = this.parts.keyOf(record);
      return key !== null && selection.versions.has(key);
    });
  }

  /** What the commit that settles a push says of its records. */
  settled({ versions, seen }: Selection<object>, keys: AnsweredKeys): RecordChanges {
    const { clock, generation } = this.parts;
    const put = settleVersions(versions, keys, clock.now(), { generation });
    if (generation === null) return { put };
    // A push may send records of another shape, or by its own means, or none: what it was handed was read all the same.
    const untold = [...versions.keys()].filter((key) => !put.has(key));
    return { put, seen: { keys: [...seen, ...untold], generation } };
  }

  private async choose<Rec extends object>(records: readonly Rec[]): Promise<Selection<Rec>> {
    const { inFlight, skip, clock, generation, onOvertaken } = this.parts;
    const entries = await this.look(records);
    const now = clock.now();
    const isSame = ({ hash, known }: Entry<Rec>) => skip && has(known, hash, now);
    const changed = entries.filter((entry) => !isSame(entry));
    const versions = versionsOf(changed, now);
    const until = Math.max(0, ...[...versions.values()].map((one) => one.overtakenUntil));
    if (until > 0) await onOvertaken(until);
    const notedAt = await noteSent(this.parts, versions);
    return {
      notedAt,
      versions,
      release: inFlight.held.pushes.hold([...versions.keys()]).release,
      send: changed.map(({ record }) => record),
      unchanged: entries.length - changed.length,
      replaced: records.length - entries.length,
      seen: generation === null ? [] : entries.filter(isSame).flatMap(({ key }) => key ?? []),
    };
  }

  /** What is known of the records, once no push is sending one of them. */
  private async look<Rec extends object>(records: readonly Rec[]): Promise<Entry<Rec>[]> {
    const { store, key, keyOf, scope, inFlight, assertGoing } = this.parts;
    const entries = lastVersions(
      records.map((record) => ({
        record,
        key: keyOf(record),
        hash: fingerprintOf(record, scope),
      })),
    );
    const keys = entries.flatMap((entry) => entry.key ?? []);
    await inFlight.held.pushes.free(keys);
    assertGoing();
    const known = await store.records.find(key, keys);
    return entries.map((entry) => ({ ...entry, known: known.get(entry.key ?? '') ?? UNKNOWN }));
  }
}

function versionsOf(entries: readonly Entry<object>[], now: number): Versions {
  return new Map(
    entries.flatMap(({ key, hash, known }) =>
      key === null ? [] : [[key, versionOf(known, hash, now)] as const],
    ),
  );
}

/** Two selections that share no record, to be pushed as one. */
export function joinSelections<Rec>(a: Selection<Rec>, b: Selection<Rec>): Selection<Rec> {
  return {
    send: [...a.send, ...b.send],
    unchanged: a.unchanged + b.unchanged,
    replaced: a.replaced + b.replaced,
    versions: new Map([...a.versions, ...b.versions]),
    notedAt: Math.min(a.notedAt, b.notedAt),
    seen: [...a.seen, ...b.seen],
    release: () => {
      a.release();
      b.release();
    },
  };
}
