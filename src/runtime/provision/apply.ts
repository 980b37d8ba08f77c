/** Applies a diff: exactly its changes, in its order. */
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
import { apiMessageOf } from '../api/envelope.js';
import type { Provisioned } from '../provisioned.js';
import { applyOrderStatuses } from './apply-order-statuses.js';
import { carryOut } from './carry-out.js';
import { endsAll, hasNoAnswer, outcomeAfterFailure } from './failures.js';
import { makeLimit } from './limit.js';
import { report } from './report.js';
import {
  type ApplyOptions,
  type ChangeOutcome,
  type KeyedChange,
  type ProvisioningResult,
  provisionError,
  type Run,
} from './run.js';
import { WAITS_MS } from './send.js';

export interface AppliedDiff extends ProvisioningResult {
  /** One for each change of the diff, in its order. */
  outcomes: ChangeOutcome[];
  /** The error that stopped the work: the API rejects the token, or does not answer. */
  ended?: SpmError;
}

/** After this many requests in a row without a response, the API counts as unreachable. */
const MOST_SILENT = 3;

/** One application, and the reasons to stop it early. */
class Applying {
  readonly run: Run;
  /** The error that every further request would get. */
  ended: SpmError | undefined;
  /** An error that does not belong to one resource. */
  thrown: { error: unknown } | undefined;
  #silent = 0;

  constructor(run: Run) {
    this.run = run;
  }

  answered(): void {
    this.#silent = 0;
  }

  /** The failure of one resource. Rethrows errors that concern all: an abort, a lost lease, a bug. */
  failed(error: unknown): SpmError {
    if (!(error instanceof SpmError) || !isOfOne(error)) {
      this.thrown ??= { error };
      throw error;
    }
    this.#silent = hasNoAnswer(error) ? this.#silent + 1 : 0;
    if (endsAll(error) || this.#silent >= MOST_SILENT) this.ended ??= error;
    return error;
  }
}

const isOfOne = ({ code }: SpmError): boolean =>
  code.startsWith('SPM_API_') || code === 'SPM_PLAN_INVALID';

/**
 * Applies data sources, definitions, events, order statuses. Reports failures with the API's message, and skips
 * changes that depend on them. The rest continues, unless the API rejects the token or does not answer at all. A diff
 * without writes makes no request. Throws the signal's reason when it is aborted, and the errors of `record` and
 * `beforeWrite`, after all requests in flight have ended.
 */
export async function applyDiff(
  client: SpmHttpClient,
  diff: ProvisionDiff,
  options: ApplyOptions,
): Promise<AppliedDiff> {
  const applying = new Applying({
    client,
    options,
    foreign: foreignIds(diff),
    ...knownIds(diff),
  });
  const { run } = applying;
  await options.record?.({ sourceIds: { ...run.sourceIds }, defIds: { ...run.defIds } });
  const outcomes: ChangeOutcome[] = [];
  for (const kind of CHANGE_KINDS) {
    const changes = diff.changes.filter((change) => change.kind === kind);
    const keyed = changes.filter((change) => change.kind !== 'orderStatus');
    const statuses = changes.filter((change) => change.kind === 'orderStatus');
    outcomes.push(
      ...(await settleKeyed(keyed, applying)),
      ...(await settleStatuses(statuses, applying)),
    );
  }
  const { ended } = applying;
  return { ...result(run, outcomes), outcomes, ...(ended === undefined ? {} : { ended }) };
}

function knownIds({ changes }: ProvisionDiff): Provisioned {
  // Without a prototype, because `__proto__` is a valid name here.
  const ids: Provisioned = {
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

/** Rows of resources that are no longer in the plan; they never match a source of the plan. */
function foreignIds({ changes }: ProvisionDiff): Set<number> {
  return new Set(changes.flatMap(({ action, id }) => (action === 'drift' && id ? [id] : [])));
}

// ---------------------------------------------------------------- sources, definitions, events

async function settleKeyed(
  changes: readonly KeyedChange[],
  applying: Applying,
): Promise<ChangeOutcome[]> {
  const { options } = applying.run;
  const limit = makeLimit(options.concurrency ?? 4);
  const settled = new Map<string, Promise<unknown>>();
  const tasks = changes.map((change) => {
    const names = [...namesOf(change), ...(change.dependsOn ?? [])];
    const before = names.flatMap((name) => settled.get(name) ?? []);
    const task = Promise.allSettled(before).then(() =>
      limit(async () => report(await settleOne(change, applying), options)),
    );
    for (const name of namesOf(change)) settled.set(name, task);
    return task;
  });
  await Promise.allSettled(tasks);
  return Promise.all(tasks);
}

/** Changes with the same key run one after another: two new sources with one label could not be distinguished. */
function namesOf(change: KeyedChange): string[] {
  const label = change.kind === 'dataSource' ? change.body?.label?.trim() : undefined;
  return [referenceOf(change), ...(label === undefined ? [] : [`label of ${label}`])];
}

/** Throws only errors that end the whole provisioning. */
async function settleOne(change: KeyedChange, applying: Applying): Promise<ChangeOutcome> {
  const { run, thrown, ended } = applying;
  if (thrown !== undefined) throw thrown.error;
  if (!isWrite(change)) return unwritten(change);
  const missing = change.dependsOn?.find((reference) => !exists(reference, run));
  if (missing !== undefined) return skipped(change, `${missing} failed`);
  if (ended !== undefined) return skipped(change, apiMessageOf(ended));
  try {
    const id = await carryOut(change, run);
    applying.answered();
    return { change, status: 'applied', id: id ?? idOf(change, run) };
  } catch (error) {
    return failed(change, applying.failed(error), idOf(change, run));
  }
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
  applying: Applying,
): Promise<ChangeOutcome[]> {
  const writes = changes.filter(isWrite);
  const problems = new Map<OrderStatusChange, ChangeOutcome>();
  for (let start = 0; start < writes.length; start += SpmOrdersStatuses.CHUNK_SIZE) {
    const batch = writes.slice(start, start + SpmOrdersStatuses.CHUNK_SIZE);
    for (const problem of await saveBatch(batch, applying)) problems.set(...problem);
  }
  return changes.map((change) => {
    const written = { change, status: 'applied', id: null } as const;
    const outcome = isWrite(change) ? (problems.get(change) ?? written) : unwritten(change);
    return report(outcome, applying.run.options);
  });
}

/** If the whole request fails, each of its statuses fails. */
async function saveBatch(
  batch: readonly OrderStatusChange[],
  applying: Applying,
): Promise<[OrderStatusChange, ChangeOutcome][]> {
  const { ended } = applying;
  if (ended !== undefined)
    return batch.map((change) => [change, skipped(change, apiMessageOf(ended))]);
  try {
    const rejected = await saveUntilCertain(batch, applying.run);
    applying.answered();
    return [...rejected].map(([change, error]) => [change, failed(change, error)]);
  } catch (error) {
    const failure = applying.failed(error);
    return batch.map((change) => [change, failed(change, failure)]);
  }
}

/** A save is an upsert, so it can be repeated when its outcome is unknown. */
async function saveUntilCertain(
  batch: readonly OrderStatusChange[],
  run: Run,
): Promise<Map<OrderStatusChange, SpmError>> {
  const { sleep, signal } = run.options;
  for (const wait of sleep === undefined ? [] : WAITS_MS) {
    try {
      return await applyOrderStatuses(batch, run);
    } catch (error) {
      if (outcomeAfterFailure(error) === undefined) throw error;
      await sleep?.(wait, signal);
    }
  }
  return applyOrderStatuses(batch, run);
}

// ---------------------------------------------------------------- outcomes

function unwritten(change: Change): ChangeOutcome {
  const { id, message } = change;
  if (change.action !== 'conflict') return { change, status: 'ready', id };
  return { change, status: 'failed', id, message: message ?? 'it differs from the plan' };
}

function skipped(change: Change, why: string): ChangeOutcome {
  return { change, status: 'skipped', id: change.id, message: `skipped because ${why}` };
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
      message === undefined ? [] : [provisionError(referenceOf(change), message)],
    ),
  };
}
