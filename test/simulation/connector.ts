/** Steps of every kind over the partner of the simulation. */
import { defineBulkStep } from '../../src/connector/bulk.ts';
import type {
  BulkFunction,
  Position,
  SyncStep,
  SyncStepContext,
} from '../../src/connector/types.ts';
import { recordsFunction } from '../../src/runtime/resources.ts';
import type { Api, Item } from './api.ts';
import type { Partner, Row } from './partner.ts';
import type { Process } from './process.ts';
import type { SeededRandom } from './random.ts';

export const ENTITY = 'rows';

export interface StepKind {
  plain: boolean;
  /** Whether the resource behind the push has a known key. */
  keyed: boolean;
  /** Whether the step names a key. */
  ownKey: boolean;
  skipUnchanged: boolean;
  trackDeletes: boolean;
  position: boolean;
  tolerateRejects: boolean;
  batchSize: number;
  limit: number;
  /** Whether `push` does something else first, so that overlapping pushes send in any order. */
  slowPush: boolean;
}

export function chooseKind(random: SeededRandom): StepKind {
  const plain = random.chance(0.2);
  const ownKey = !plain && random.chance(0.7);
  return {
    plain,
    ownKey,
    keyed: random.chance(0.75),
    skipUnchanged: ownKey && random.chance(0.7),
    trackDeletes: ownKey && random.chance(0.5),
    position: random.chance(0.7),
    tolerateRejects: random.chance(0.5),
    batchSize: random.pick([1, 1, 2, 3, 8]),
    limit: random.between(1, 5),
    slowPush: random.chance(0.5),
  };
}

export interface Parts {
  kind: StepKind;
  partner: Partner;
  api: Api;
  process: Process;
  random: SeededRandom;
  /** Where the step's cursor is in the store now; 0 before there is one. */
  cursor(): number;
}

export function makeStep(parts: Parts): SyncStep<object> {
  const { kind, process, api, random } = parts;
  const fn = recordsFunction(1, {
    limit: kind.limit,
    keyFields: kind.keyed ? ['id'] : null,
  }) as BulkFunction;
  if (kind.plain) return plainStep(parts, fn);
  return defineBulkStep<object, Row, Item>({
    entity: ENTITY,
    batchSize: kind.batchSize,
    tolerateRejects: kind.tolerateRejects,
    stream: (ctx) => rowsOf(parts, ctx),
    map: toItem,
    push: async (ctx, items) => {
      if (kind.slowPush) await process.clock.sleep(random.between(0, 40));
      return ctx.sendBulk(fn, items);
    },
    ...(kind.ownKey && { key: ({ id }) => id }),
    ...(kind.position && { position: positionOf, order: 'asc' as const }),
    ...(kind.skipUnchanged && { skipUnchanged: true }),
    ...(kind.trackDeletes && {
      trackDeletes: { remove: (_ctx, keys) => api.remove(process, keys), maxRatio: 1 },
    }),
  }) as SyncStep<object>;
}

function plainStep(parts: Parts, fn: BulkFunction): SyncStep<object> {
  const { kind } = parts;
  return {
    entity: ENTITY,
    cursorScope: 'global',
    enabled: () => true,
    tolerateRejects: kind.tolerateRejects,
    run: async (ctx) => {
      let last: Row | undefined;
      let batch: Row[] = [];
      const flush = async () => {
        if (batch.length === 0 || last === undefined) return;
        await ctx.sendBulk(fn, batch.map(toItem));
        if (kind.position) await ctx.checkpoint(positionOf(last));
        batch = [];
      };
      for await (const row of rowsOf(parts, ctx)) {
        batch.push(row);
        last = row;
        if (batch.length >= kind.batchSize) await flush();
        // One that heeds the signal and then calls it a day, as plain steps may.
        if (ctx.signal.aborted) return { items: 0, errors: ['interrupted'] };
      }
      await flush();
      return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
    },
  };
}

const PAGE = 4;

async function* rowsOf(
  parts: Parts,
  { window, resume }: Pick<SyncStepContext, 'window' | 'resume'>,
): AsyncGenerator<Row> {
  const { partner, process, random, kind } = parts;
  partner.reader = process;
  let after = kind.position ? (resume as [number, string] | null) : null;
  for (;;) {
    await process.clock.sleep(random.between(1, 30));
    const page = partner.page(window.since?.getTime() ?? 0, window.until.getTime(), after, PAGE);
    yield* page;
    if (!kind.position) yield* changedMeanwhile(parts, page);
    const last = page.at(-1);
    if (last === undefined) return;
    after = [last.updatedAt, last.id];
  }
}

/**
 * A partner without an order gives a row that changes while it is read once more, under its old date; which lies behind
 * the cursor, for what is dated before it was read already. Nor once another process reads, which has passed it.
 */
function* changedMeanwhile(
  { partner, random, process, cursor }: Parts,
  page: Row[],
): Generator<Row> {
  for (const { id, updatedAt } of page) {
    const row = partner.rows.get(id);
    if (partner.still || !random.chance(0.5) || row?.updatedAt !== updatedAt) continue;
    if (partner.reader !== process) return;
    if (updatedAt < cursor()) continue;
    partner.change(id, process.clock.now());
    yield partner.redate(id, updatedAt);
  }
}

function positionOf({ updatedAt, id }: Row): Position {
  return [updatedAt, id];
}

function toItem({ id, content, bad }: Row): Item {
  return { id, content, bad };
}
