/** Applying a diff: what it says, in its order, and nothing it does not say. */
import { type SpmHttpClient, SpmOrdersStatuses } from '@shopimind/sdk-js';
import { SpmError } from '../../errors.js';
import {
  CHANGE_KINDS,
  type Change,
  isWrite,
  type OrderStatusChange,
  type ProvisionDiff,
  referenceOf,
} from '../../plan/diff.js';
import { apiMessageOf, isFatal } from '../api/envelope.js';
import { applyCustomData } from './apply-custom-data.js';
import { applyDataSource } from './apply-data-source.js';
import { applyEvent } from './apply-event.js';
import { applyOrderStatuses } from './apply-order-statuses.js';
import { makeLimit } from './limit.js';
import { report } from './report.js';
import type { ApplyOptions, ChangeOutcome, ProvisioningResult, Run } from './run.js';

export interface AppliedDiff extends ProvisioningResult {
  /** One for each change of the diff, in its order. */
  outcomes: ChangeOutcome[];
}

type KeyedChange = Exclude<Change, OrderStatusChange>;

/**
 * Data sources, definitions, events, order statuses. What fails is reported with the API's own message, what
 * needs it is skipped, and the rest goes on. A diff without writes makes no request.
 *
 * Throws SPM_API_UNREACHABLE or SPM_API_UNAUTHORIZED as soon as one request ends so, when no other is in
 * flight any more; and the signal's reason when it is aborted.
 */
export async function applyDiff(
  client: SpmHttpClient,
  diff: ProvisionDiff,
  options: ApplyOptions,
): Promise<AppliedDiff> {
  const run: Run = { client, options, ...knownIds(diff) };
  const outcomes: ChangeOutcome[] = [];
  for (const kind of CHANGE_KINDS) {
    const changes = diff.changes.filter((change) => change.kind === kind);
    const keyed = changes.filter((change) => change.kind !== 'orderStatus');
    const statuses = changes.filter((change) => change.kind === 'orderStatus');
    outcomes.push(...(await settleKeyed(keyed, run)), ...(await settleStatuses(statuses, run)));
  }
  return { ...result(run, outcomes), outcomes };
}

function knownIds({ changes }: ProvisionDiff): Pick<Run, 'sourceIds' | 'defIds'> {
  // Without a prototype, for `__proto__` is a name like any other.
  const ids: Pick<Run, 'sourceIds' | 'defIds'> = {
    sourceIds: Object.create(null),
    defIds: Object.create(null),
  };
  for (const { kind, key, id, action } of changes) {
    if (id === null || action === 'drift') continue;
    if (kind === 'dataSource') ids.sourceIds[key] = id;
    if (kind === 'customData') ids.defIds[key] = id;
  }
  return ids;
}

// ---------------------------------------------------------------- sources, definitions, events

async function settleKeyed(changes: readonly KeyedChange[], run: Run): Promise<ChangeOutcome[]> {
  const limit = makeLimit(run.options.concurrency ?? 4);
  const settled = new Map<string, Promise<ChangeOutcome>>();
  let fatal: { error: unknown } | undefined;
  const attempt = async (change: KeyedChange, needed: Promise<unknown>[]) => {
    await Promise.allSettled(needed);
    return limit(async () => {
      if (fatal !== undefined) throw fatal.error;
      try {
        return report(await settleOne(change, run), run.options);
      } catch (error) {
        fatal ??= { error };
        throw error;
      }
    });
  };
  const tasks = changes.map((change) => {
    const before = [referenceOf(change), ...(change.dependsOn ?? [])];
    const task = attempt(
      change,
      before.flatMap((name) => settled.get(name) ?? []),
    );
    settled.set(referenceOf(change), task);
    return task;
  });
  await Promise.allSettled(tasks);
  return Promise.all(tasks);
}

/** Throws only what ends the whole provisioning. */
async function settleOne(change: KeyedChange, run: Run): Promise<ChangeOutcome> {
  if (!isWrite(change)) return unwritten(change);
  run.options.signal?.throwIfAborted();
  const missing = change.dependsOn?.find((reference) => !exists(reference, run));
  if (missing !== undefined) return skipped(change, missing);
  try {
    return { change, status: 'applied', id: await write(change, run) };
  } catch (error) {
    return failed(change, ofOne(error), idOf(change, run));
  }
}

async function write(change: KeyedChange, run: Run): Promise<number | null> {
  if (change.kind === 'event') return applyEvent(change, run);
  if (change.kind === 'dataSource') await applyDataSource(change, run);
  else await applyCustomData(change, run);
  return idOf(change, run);
}

function exists(reference: string, run: Run): boolean {
  const colon = reference.indexOf(':');
  const key = reference.slice(colon + 1);
  const ids = reference.slice(0, colon) === 'dataSource' ? run.sourceIds : run.defIds;
  return ids[key] !== undefined;
}

function idOf(change: KeyedChange, run: Run): number | null {
  if (change.kind === 'event') return change.id;
  const ids = change.kind === 'dataSource' ? run.sourceIds : run.defIds;
  return ids[change.key] ?? null;
}

// ---------------------------------------------------------------- order statuses

async function settleStatuses(
  changes: readonly OrderStatusChange[],
  run: Run,
): Promise<ChangeOutcome[]> {
  const writes = changes.filter(isWrite);
  const problems = new Map<OrderStatusChange, SpmError>();
  for (let start = 0; start < writes.length; start += SpmOrdersStatuses.CHUNK_SIZE) {
    run.options.signal?.throwIfAborted();
    const batch = writes.slice(start, start + SpmOrdersStatuses.CHUNK_SIZE);
    for (const [change, error] of await saveBatch(batch, run)) problems.set(change, error);
  }
  return changes.map((change) => {
    const error = problems.get(change);
    const written = { change, status: 'applied', id: null } as const;
    const outcome = isWrite(change) ? written : unwritten(change);
    return report(error === undefined ? outcome : failed(change, error), run.options);
  });
}

/** A request that fails as a whole fails each of its statuses. */
async function saveBatch(
  batch: readonly OrderStatusChange[],
  run: Run,
): Promise<Map<OrderStatusChange, SpmError>> {
  try {
    return await applyOrderStatuses(batch, run);
  } catch (error) {
    const failure = ofOne(error);
    return new Map(batch.map((change) => [change, failure]));
  }
}

// ---------------------------------------------------------------- outcomes

function unwritten(change: Change): ChangeOutcome {
  const { id, message } = change;
  if (change.action !== 'conflict') return { change, status: 'ready', id };
  return { change, status: 'failed', id, message: message ?? 'It differs from the plan' };
}

function skipped(change: Change, missing: string): ChangeOutcome {
  const message = `Not attempted: it needs ${missing}, which failed`;
  return { change, status: 'skipped', id: change.id, message };
}

/** The failure of one resource. Rethrows what is no matter of one: a fatal answer, an abort, a bug. */
function ofOne(error: unknown): SpmError {
  if (isFatal(error) || !(error instanceof SpmError)) throw error;
  return error;
}

function failed(change: Change, error: SpmError, id: number | null = null): ChangeOutcome {
  return { change, status: 'failed', id, message: apiMessageOf(error), error };
}

function result(run: Run, outcomes: readonly ChangeOutcome[]): ProvisioningResult {
  const onShop = (kind: Change['kind']) =>
    outcomes.filter(({ change, status }) => {
      return change.kind === kind && (status === 'applied' || status === 'ready');
    }).length;
  return {
    sourceIds: run.sourceIds,
    defIds: run.defIds,
    events: onShop('event'),
    orderStatuses: onShop('orderStatus'),
    errors: outcomes.flatMap(({ change, message }) =>
      message === undefined ? [] : [{ resource: referenceOf(change), message }],
    ),
  };
}
