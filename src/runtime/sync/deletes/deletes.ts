/** Deletes records that the partner no longer has, after a full run has read everything. Rules X1 and X2. */
import { IN_REPORT } from '../../../connector/logging.js';
import { acknowledged } from '../../../connector/push-result.js';
import type { Logger } from '../../../connector/types.js';
import { number } from '../../../digits.js';
import { SpmError } from '../../../errors.js';
import type { Clock } from '../../ports/engine.js';
import type { CursorKey, KnownRecord, Lease } from '../../ports/records.js';
import type { Store } from '../../ports/store.js';

import { ARRIVES_WITHIN_MS, NOTE_AGAIN_MS } from '../ledger/in-doubt/limits.js';
import { deleting, gone } from '../ledger/record.js';

/** The API's maximum for one call. */
const PAGE = 20;
/** Up to this many records, or this share of all, are deleted without approval. */
const FEW = 10;
const SMALL_SHARE = 0.02;
const EXAMPLES = 5;

type Records = ReadonlyMap<string, KnownRecord>;

export interface DeleteReport {
  /** Records that the API may have after this full run, including new ones. */
  known: number;
  /** How many of them the run did not read. */
  found: number;
  /** Deleted records. Fewer than `found` while a request may still arrive; the next full run deletes those. */
  removed: number;
  /** Whether the number needs an operator's approval. */
  needs_approval: boolean;
  /** The keys of the first few records to delete. */
  examples: string[];
}

export interface DeleteParts {
  store: Store;
  clock: Clock;
  lease: { current(): Lease };
  logger: Logger;
  key: CursorKey;
  generation: number;
  /** Share of the known records that may be deleted without approval. */
  maxRatio: number | undefined;
  approved: boolean;
  remove(keys: string[], calls: RemoveCalls): Promise<unknown>;
  signal: AbortSignal;
}

/** Callbacks for each attempt of a deletion. */
export interface RemoveCalls {
  before(): Promise<void>;
  /** The attempt has no answer, so it may still arrive. */
  ambiguous(): void;
}

/** Throws the errors of `remove`. The next full run finds the records that are left. */
export async function removeVanished(parts: DeleteParts): Promise<DeleteReport> {
  const { store, key, generation, approved, logger } = parts;
  const { known, unseen, lastFull } = await store.records.countUnseen(key, generation);
  const report = { known, found: unseen, removed: 0, needs_approval: false, examples: [] };
  // Records from before the first full run may be incomplete.
  if (lastFull === null) return { ...report, found: 0 };
  await forgetAbsent(parts);
  if (unseen === 0) return report;
  const most = Math.max(FEW, Math.floor(known * (parts.maxRatio ?? SMALL_SHARE)));
  // A NaN compares as false, so it allows nothing.
  const few = unseen <= most;
  if (!few && !approved) {
    const examples = await someUnseen(parts);
    logger.warn(tooMany(key.entity, unseen, known), {
      ...IN_REPORT,
      unseen,
      known,
      most,
      examples,
    });
    return { ...report, needs_approval: true, examples };
  }
  return { ...report, removed: await removePages(parts) };
}

async function someUnseen({ store, key, generation }: DeleteParts): Promise<string[]> {
  const page = { absent: false, sentBefore: Number.MAX_SAFE_INTEGER, limit: EXAMPLES };
  return [...(await store.records.listUnseen(key, generation, page)).keys()];
}

function tooMany(entity: string, unseen: number, known: number): string {
  const gone = `${number(unseen)} of ${number(known)} records of ${entity} are gone`;
  return `${gone}, more than may be deleted without approval: look at them, then run \`spm-connect sync --full --approve-deletes\``;
}

async function removePages(parts: DeleteParts): Promise<number> {
  let removed = 0;
  for await (const records of pages(parts, { absent: false })) {
    await removePage(parts, records);
    removed += records.size;
  }
  return removed;
}

/** Forgets records that were deleted before or that the API always rejected. */
async function forgetAbsent(parts: DeleteParts): Promise<void> {
  const { store, key, lease } = parts;
  for await (const records of pages(parts, { absent: true })) {
    const keys = [...records.keys()];
    await store.fenced.putRecords(lease.current(), key, { forget: keys, gone: keys });
  }
}

/** Yields unread records page by page. The caller must delete or forget each page before the next. */
async function* pages(
  { store, key, generation, clock, signal }: DeleteParts,
  which: { absent: boolean },
): AsyncGenerator<Records, void, undefined> {
  for (;;) {
    signal.throwIfAborted();
    // A record whose request may still arrive would come back after its deletion. The next full run deletes it.
    const page = { ...which, sentBefore: clock.now() - ARRIVES_WITHIN_MS, limit: PAGE };
    const records = await store.records.listUnseen(key, generation, page);
    if (records.size === 0) return;
    yield records;
  }
}

/** Records the deletion before and after it. In any case, the next version of the record is sent again. */
async function removePage(parts: DeleteParts, records: Records): Promise<void> {
  const { clock } = parts;
  const keys = [...records.keys()];
  let notedAt = clock.now();
  const note = async () => {
    notedAt = clock.now();
    await put(parts, records, deleting);
  };
  await note();
  let tries = 0;
  let isInDoubt = false;
  const calls: RemoveCalls = {
    before: async () => {
      tries++;
      // Other processes derive from this time how late a deletion may arrive.
      if (clock.now() - notedAt >= NOTE_AGAIN_MS) await note();
    },
    ambiguous: () => {
      isInDoubt = true;
    },
  };
  try {
    await callRemove(parts, keys, calls);
  } catch (error) {
    await note();
    throw error;
  }
  // A connector may delete without the engine's client; then the number of attempts is unknown.
  const mayArrive = isInDoubt || tries === 0;
  await put(parts, records, (record, now) => gone(record, now, mayArrive), keys);
}

async function put(
  { store, key, lease, clock }: DeleteParts,
  records: Records,
  change: (record: KnownRecord, now: number) => KnownRecord,
  goneKeys: readonly string[] = [],
): Promise<void> {
  const now = clock.now();
  const put = new Map([...records].map(([name, record]) => [name, change(record, now)]));
  await store.fenced.putRecords(lease.current(), key, { put, gone: goneKeys });
}

async function callRemove(
  { remove }: DeleteParts,
  keys: string[],
  calls: RemoveCalls,
): Promise<void> {
  const returned = await remove(keys, calls);
  const advice = 'the next full sync tries again';
  if (acknowledged(returned, keys.length, advice) >= keys.length) return;
  throw new SpmError('SPM_API_ERROR', 'The API did not delete every record', {
    cause: `it was asked to delete ${keys.length}`,
    hint: 'The next full sync tries again.',
  });
}
