/** Steps of every kind over the simulated partner. */
import { defineBulkStep } from '../../src/connector/bulk.ts';
import type {
  BulkFunction,
  Position,
  SyncStep,
  SyncStepContext,
} from '../../src/connector/types.ts';
import { recordsFunction } from '../../src/runtime/resources/destination.ts';
import type { Api, Item } from './api.ts';
import type { Partner, Row } from './partner.ts';
import type { Process } from './process.ts';
import type { SeededRandom } from './random.ts';

export interface StepKind {
  plain: boolean;
  /** Whether the resource of the push has a key. */
  keyed: boolean;
  /** Whether the step has a key. */
  ownKey: boolean;
  skipUnchanged: boolean;
  trackDeletes: boolean;
  /** Whether each run reads all rows, also very old ones. */
  snapshot: boolean;
  /** Whether its snapshot repeats some rows, with an older version first. */
  doubles: boolean;
  /** Whether it dates its rows, so that runs with explicit bounds skip some. */
  dated: boolean;
  position: boolean;
  tolerateRejects: boolean;
  batchSize: number;
  limit: number;
  /** Whether `push` first does something slow, so that overlapping pushes send in any order. */
  slowPush: boolean;
  send: SendStyle;
  /** The number of steps that share the rows. */
  steps: number;
  /** The number of sources of each step; 0 for a global step. */
  sources: number;
  /** Whether it moves its cursor to a little before the end of the window. */
  stopsShort: boolean;
  /** Whether it reports items that it could not read, and reads on. */
  readsOn: boolean;
  /** Whether the partner returns rows out of order after a resume. */
  disorder: boolean;
  /** Whether its processes are never killed. Then the step knows what is in doubt even without known records. */
  gentle: boolean;
  /** Share of the known records that may be deleted without approval. */
  maxRatio: number;
}

/** How a step uses `sendBulk`. */
type SendStyle = 'awaits' | 'forgets' | 'swallows' | 'splits';

const STYLES: readonly SendStyle[] = ['awaits', 'awaits', 'forgets', 'swallows', 'splits'];

export function chooseKind(random: SeededRandom): StepKind {
  const kind = chooseTraits(random);
  const isTold = kind.keyed || kind.ownKey;
  return { ...kind, gentle: isTold && !remembers(kind) && random.chance(0.5) };
}

function chooseTraits(random: SeededRandom): Omit<StepKind, 'gentle'> {
  const plain = random.chance(0.2);
  const ownKey = !plain && random.chance(0.7);
  const snapshot = ownKey && random.chance(0.3);
  const position = !snapshot && random.chance(0.7);
  const batchSize = random.pick([1, 1, 2, 3, 8]);
  return {
    plain,
    ownKey,
    keyed: random.chance(0.75),
    snapshot,
    doubles: snapshot && random.chance(0.5),
    dated: snapshot && random.chance(0.5),
    skipUnchanged: snapshot || (ownKey && random.chance(0.7)),
    trackDeletes: ownKey && random.chance(0.5),
    position,
    tolerateRejects: random.chance(0.5),
    batchSize,
    limit: random.between(1, 5),
    slowPush: random.chance(0.5),
    send: random.pick(STYLES),
    steps: random.pick([1, 1, 1, 2]),
    sources: random.pick([0, 0, 0, 0, 1, 2]),
    stopsShort: random.chance(0.1),
    readsOn: plain && random.chance(0.3),
    // Needs a small batch: the disorder must be seen before anything is settled.
    disorder: !plain && position && batchSize > 1 && random.chance(0.2),
    maxRatio: random.pick([0, 1]),
  };
}

/** The latest arrival of a request of a step that knows its records across runs, ... */
export const LATEST_KNOWN_MS = 100_000;
/** ... of one that knows them within a run, ... */
const LATEST_UNKNOWN_MS = 14_000;
/** ... and of one without keys: before the failure is seen. */
const LATEST_UNKEYED_MS = 4;

export function latestFor(kind: StepKind): number {
  if (remembers(kind) || kind.gentle) return LATEST_KNOWN_MS;
  return kind.keyed || kind.ownKey ? LATEST_UNKNOWN_MS : LATEST_UNKEYED_MS;
}

/** Whether the step knows its records by key across runs. */
export function remembers({
  skipUnchanged,
  trackDeletes,
}: Pick<StepKind, 'skipUnchanged' | 'trackDeletes'>): boolean {
  return skipUnchanged || trackDeletes;
}

export interface Parts {
  kind: StepKind;
  partner: Partner;
  api: Api;
  process: Process;
  random: SeededRandom;
  /** The number of repeated ids in a stream, by entity and source. */
  repeats: Map<string, number>;
  /** The current cursor of the step in the store; 0 before there is one. */
  cursor(entity: string, source: string): number;
}

interface StepParts extends Parts {
  entity: string;
  /** Whether the row belongs to this step and source. */
  owns(row: Row, source: string): boolean;
}

/** Steps of one kind, which share the rows. */
export function makeSteps(parts: Parts): SyncStep<object>[] {
  const { steps, sources } = parts.kind;
  const shares = steps * Math.max(sources, 1);
  return Array.from({ length: steps }, (_, step) =>
    makeStep({
      ...parts,
      entity: `rows${step}`,
      owns: ({ id }, source) => Number(id.slice(1)) % shares === step + steps * Number(source),
    }),
  );
}

function makeStep(parts: StepParts): SyncStep<object> {
  const { kind, process, api, random, entity } = parts;
  const fn = recordsFunction(1, {
    limit: kind.limit,
    keyFields: kind.keyed ? ['id'] : null,
  }) as BulkFunction;
  if (kind.plain) return plainStep(parts, fn);
  return defineBulkStep<object, Row, Item>({
    entity,
    ...scopeOf(kind),
    batchSize: kind.batchSize,
    tolerateRejects: kind.tolerateRejects,
    stream: (ctx) => countingRepeats(parts, ctx, rowsOf(parts, ctx)),
    map: toItem,
    push: async (ctx, items) => {
      if (kind.slowPush) await process.clock.sleep(random.between(0, 40));
      return send(parts, ctx, fn, items);
    },
    ...(kind.ownKey && { key: ({ id }) => id }),
    ...(kind.position && { position: positionOf, order: 'asc' as const }),
    ...(kind.stopsShort && { advanceTo: (ctx) => shortOf(parts, ctx) }),
    ...(kind.skipUnchanged && !kind.snapshot && { skipUnchanged: true }),
    ...(kind.snapshot && { reads: 'snapshot' as const }),
    ...(kind.dated && { changedAt: ({ updatedAt }) => new Date(updatedAt) }),
    ...(kind.trackDeletes && {
      trackDeletes: { remove: (_ctx, keys) => api.remove(process, keys), maxRatio: kind.maxRatio },
    }),
  }) as SyncStep<object>;
}

function plainStep(parts: StepParts, fn: BulkFunction): SyncStep<object> {
  const { kind, entity, partner, random } = parts;
  return {
    entity,
    ...scopeOf(kind),
    enabled: () => true,
    tolerateRejects: kind.tolerateRejects,
    run: async (ctx) => {
      let last: Row | undefined;
      let batch: Row[] = [];
      const errors: string[] = [];
      const flush = async () => {
        if (batch.length === 0 || last === undefined) return;
        if (kind.readsOn && !partner.still && random.chance(0.1)) errors.push('a page is lost');
        else await send(parts, ctx, fn, batch.map(toItem));
        if (kind.position) await ctx.checkpoint(positionOf(last));
        batch = [];
      };
      const readAll = async () => {
        for await (const row of rowsOf(parts, ctx)) {
          batch.push(row);
          last = row;
          if (batch.length >= kind.batchSize) await flush();
          // A plain step may heed the signal and return normally.
          if (ctx.signal.aborted) return [...errors, 'interrupted'];
        }
        await flush();
        return errors;
      };
      const told = await readAll().catch((error: Error) => {
        // Keep the noted errors when something is thrown.
        if (errors.length === 0) throw error;
        return [...errors, error.message];
      });
      return { items: 0, errors: told, advanceCursorTo: shortOf(parts, ctx) };
    },
  };
}

function scopeOf({ sources }: StepKind) {
  if (sources === 0) return { cursorScope: 'global' as const };
  const names = Array.from({ length: sources }, (_, n) => String(n));
  return { cursorScope: 'per-source' as const, sources: async () => names };
}

/** Sends as connectors may do it, well or badly. */
async function send(
  { kind }: Parts,
  { sendBulk }: Pick<SyncStepContext, 'sendBulk'>,
  fn: BulkFunction,
  items: Item[],
): Promise<unknown> {
  if (kind.send === 'awaits') return sendBulk(fn, items);
  if (kind.send === 'splits') return Promise.all(items.map((item) => sendBulk(fn, [{ ...item }])));
  const sending = sendBulk(fn, items).catch(() => {});
  if (kind.send === 'swallows') await sending;
  return undefined;
}

function shortOf({ kind, random, process }: Parts, { window }: Pick<SyncStepContext, 'window'>) {
  if (!kind.stopsShort) return window.until;
  const end = Math.min(window.until.getTime(), process.clock.now());
  return new Date(end - random.between(0, 20_000));
}

/** A snapshot ignores its window. */
export function boundsOf({ snapshot }: StepKind, { since, until }: SyncStepContext['window']) {
  if (snapshot) return { since: 0, until: Number.POSITIVE_INFINITY };
  return { since: since?.getTime() ?? 0, until: until.getTime() };
}

export const repeatsName = (entity: string, source: string) => JSON.stringify([entity, source]);

async function* countingRepeats(
  { repeats, entity }: StepParts,
  { sourceKey }: Pick<SyncStepContext, 'sourceKey'>,
  rows: AsyncIterable<Row>,
): AsyncGenerator<Row> {
  const name = repeatsName(entity, sourceKey);
  const ids = new Set<string>();
  for await (const row of rows) {
    if (ids.has(row.id)) repeats.set(name, (repeats.get(name) ?? 0) + 1);
    ids.add(row.id);
    yield row;
  }
}

const PAGE = 4;

async function* rowsOf(
  parts: StepParts,
  { window, resume, sourceKey }: Pick<SyncStepContext, 'window' | 'resume' | 'sourceKey'>,
): AsyncGenerator<Row> {
  const { partner, process, random, kind, owns } = parts;
  partner.reader = process;
  const bounds = boundsOf(kind, window);
  let after = kind.position ? placeOf(resume, partner, bounds) : null;
  let inOrder = !kind.disorder || resume === null;
  for (;;) {
    await process.clock.sleep(random.between(1, 30));
    const page = partner.page(bounds, after, PAGE, (row) => owns(row, sourceKey));
    const last = page.at(-1);
    if (!inOrder) page.splice(0, 2, ...page.slice(0, 2).reverse());
    inOrder = true;
    if (kind.doubles) yield* olderVersions(parts, page);
    yield* page;
    if (!kind.position && !kind.snapshot) yield* changedMeanwhile(parts, page, sourceKey);
    if (last === undefined) return;
    after = [last.updatedAt, last.id];
  }
}

/** Like a file that was merged from two exports, it yields older versions of some rows first. */
export function* olderVersions(
  { random }: Pick<StepParts, 'random'>,
  page: readonly Row[],
): Generator<Row> {
  for (const row of page)
    if (random.chance(0.3)) yield { ...row, content: random.between(0, 3), bad: false };
}

/** The row that a position follows; null at the start. */
export function placeOf(
  position: Position,
  _partner: Partner,
  _bounds: { since: number; until: number },
): [number, string] | null {
  return position as [number, string] | null;
}

/**
 * An unordered partner yields a row that changes during the read again, with its old date. Not for a row before the
 * cursor, which was read already, nor once another process reads, whose cursor may be past it.
 */
function* changedMeanwhile(
  { partner, random, process, cursor, entity }: StepParts,
  page: Row[],
  source: string,
): Generator<Row> {
  for (const { id, updatedAt } of page) {
    const row = partner.rows.get(id);
    if (partner.still || !random.chance(0.5) || row?.updatedAt !== updatedAt) continue;
    if (partner.reader !== process) return;
    if (updatedAt < cursor(entity, source)) continue;
    partner.change(id, process.clock.now());
    yield partner.redate(id, updatedAt);
  }
}

export function positionOf({ updatedAt, id }: Row): Position {
  return [updatedAt, id];
}

function toItem({ id, content, bad }: Row): Item {
  return { id, content, bad };
}
