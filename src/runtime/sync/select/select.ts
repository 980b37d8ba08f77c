/** Selects the records of a batch to send, and records them in the store before they go out. Rules F1 to F3 and X1. */
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
import { lastVersions } from '../push/record-order.js';
import { fingerprintOf } from './fingerprint.js';

export interface SelectorParts extends Ledger {
  inFlight: InFlight;
  /** Null for a record without a key, which is always sent. */
  keyOf(record: unknown): string | null;
  /** Part of every fingerprint: the destination of the records. */
  scope: string;
  /** Whether to skip unchanged records. */
  skip: boolean;
  /** The number of the full run; null in any other run. */
  generation: number | null;
  /** Called before newer versions of records in doubt are sent. `until` is when the older ones can no longer arrive. */
  onOvertaken(until: number): Promise<void>;
  /** Throws when the step has failed and must send nothing more. */
  assertGoing(): void;
}

/** What to do with the records of one push. */
export interface Selection<Rec> {
  send: Rec[];
  unchanged: number;
  /** How many versions a later record of the same push replaced. */
  replaced: number;
  /** Versions to send, by key. */
  versions: Versions;
  /** When their sending was recorded in the store; null before. */
  notedAt: number | null;
  /** In a full run, the keys of records that are not sent. */
  seen: string[];
  /** Call it when the push has ended: later versions of its records wait for that. */
  release(): void;
}

interface Entry<Rec> {
  record: Rec;
  key: string | null;
  hash: string;
  known: KnownRecord;
}

export class Selector {
  /** Selections run one after another, because each must see the versions that the previous ones send. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: SelectorParts) {}

  /** Whether unchanged records are skipped. */
  get skips(): boolean {
    return this.parts.skip;
  }

  /** Selects the records to send. Call `note` before they go out. */
  select<Rec extends object>(records: readonly Rec[]): Promise<Selection<Rec>> {
    const mine = this.last.then(() => this.choose(records));
    this.last = mine.catch(() => {});
    return mine;
  }

  /**
   * Records in the store that the versions go out. Call it before each request: other processes derive from that time how
   * late it may arrive. Selections that are pushed together are recorded together.
   */
  async note(selection: Selection<object>): Promise<void> {
    const { notedAt, versions } = selection;
    if (notedAt === null || this.parts.clock.now() - notedAt >= NOTE_AGAIN_MS)
      selection.notedAt = await noteSent(this.parts, versions);
  }

  /** Whether the selection sends a version of one of these records. */
  meets(selection: Selection<object>, records: readonly object[]): boolean {
    return records.some((record) => {
      const key = this.parts.keyOf(record);
      return key !== null && selection.versions.has(key);
    });
  }

  /** The changes to known records for the commit that settles a push. */
  settled({ versions, seen }: Selection<object>, keys: AnsweredKeys): RecordChanges {
    const { clock, generation } = this.parts;
    const put = settleVersions(versions, keys, clock.now(), { generation });
    if (generation === null) return { put };
    // A push may not send these records by key, but they were read nevertheless.
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
    return {
      notedAt: null,
      versions,
      release: inFlight.held.pushes.hold([...versions.keys()]).release,
      send: changed.map(({ record }) => record),
      unchanged: entries.length - changed.length,
      replaced: records.length - entries.length,
      seen: generation === null ? [] : entries.filter(isSame).flatMap(({ key }) => key ?? []),
    };
  }

  /** Waits until no push holds one of the records, then looks up the known records. */
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

/** Joins two selections without a common record, to push them together. */
export function joinSelections<Rec>(a: Selection<Rec>, b: Selection<Rec>): Selection<Rec> {
  return {
    send: [...a.send, ...b.send],
    unchanged: a.unchanged + b.unchanged,
    replaced: a.replaced + b.replaced,
    versions: new Map([...a.versions, ...b.versions]),
    notedAt: null,
    seen: [...a.seen, ...b.seen],
    release: () => {
      a.release();
      b.release();
    },
  };
}
