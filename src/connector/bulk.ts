import { causeText } from '../errors.js';
import { checkBulkConfig } from './check-bulk.js';
import { INTERRUPTED, interruptible } from './interruptible.js';
import { invalidError } from './problem.js';
import { acknowledged } from './push-result.js';
import { keyText } from './record-key.js';
import type {
  ApiRecord,
  BulkStep,
  BulkStepConfig,
  RawSettings,
  SyncStepContext,
  SyncStepResult,
} from './types.js';

const BATCH_SIZE = 500;

/**
 * Makes a sync step that maps the items of a stream, collects batches and pushes them. The result is a plain step for
 * any engine of the ecosystem; its `bulk` property holds the config for engines that use it. Throws
 * SPM_CONNECTOR_INVALID when the config cannot work.
 */
export function defineBulkStep<S = RawSettings, Raw = unknown, Rec extends object = ApiRecord>(
  config: BulkStepConfig<S, Raw, Rec>,
): BulkStep<S> {
  const problems = checkBulkConfig(config, '');
  if (problems.length > 0) {
    throw invalidError('SPM_CONNECTOR_INVALID', `Bulk step "${config.entity}"`, problems);
  }
  return {
    entity: config.entity,
    cursorScope: config.cursorScope ?? 'global',
    enabled: (settings) => config.enabled?.(settings) ?? true,
    ...(config.sources && { sources: (ctx) => config.sources?.(ctx) ?? [] }),
    ...(config.tolerateRejects !== undefined && { tolerateRejects: config.tolerateRejects }),
    run: (ctx) => runBulk(config, ctx),
    bulk: config,
  };
}

/**
 * Runs a bulk step once, for any engine of the ecosystem. Never rejects: an error stops the step, goes into `errors`,
 * and leaves `advanceCursorTo` out, so that the window is read again. An aborted signal ends it with the error
 * `interrupted`.
 */
export async function runBulk<S, Raw, Rec extends object>(
  config: BulkStepConfig<S, Raw, Rec>,
  ctx: SyncStepContext<S>,
): Promise<SyncStepResult> {
  let items = 0;
  try {
    for await (const records of batches(config, ctx))
      items += acknowledged(await config.push(ctx, records), records.length);
    const advanceCursorTo = await advanceTo(config, ctx);
    return { items, errors: [], ...(advanceCursorTo && { advanceCursorTo }) };
  } catch (error) {
    return { items, errors: [errorText(error, ctx.signal)] };
  }
}

/** Where the cursor moves after a clean run of a bulk step; null keeps it. */
export function advanceTo<S, Raw, Rec extends object>(
  config: BulkStepConfig<S, Raw, Rec>,
  ctx: SyncStepContext<S>,
): Date | null | Promise<Date | null> {
  return config.advanceTo ? config.advanceTo(ctx) : ctx.window.until;
}

async function* batches<S, Raw, Rec extends object>(
  config: BulkStepConfig<S, Raw, Rec>,
  ctx: SyncStepContext<S>,
): AsyncGenerator<Rec[], void, undefined> {
  let records: Rec[] = [];
  let count = 0;
  let failure: { error: unknown } | undefined;
  try {
    for await (const raw of interruptible(config.stream(ctx), ctx.signal)) {
      const record = await mapItem(config, raw, ctx, ++count);
      if (record === null || records.push(record) < (config.batchSize ?? BATCH_SIZE)) continue;
      yield records;
      records = [];
    }
  } catch (error) {
    if (ctx.signal?.aborted) throw error;
    failure = { error };
  }
  // Also after a failure: a bad item must not hold back the good ones before it.
  if (records.length > 0) yield records;
  if (failure) throw failure.error;
}

/**
 * The record that `map` returns for a raw item, or null. Throws the error of `map` with the item's number in the
 * stream, counted from 1, and an error when `key` returns an invalid key.
 */
export function mapItem<S, Raw, Rec extends object>(
  config: BulkStepConfig<S, Raw, Rec>,
  raw: Raw,
  ctx: SyncStepContext<S>,
  count: number,
): Rec | null | Promise<Rec | null> {
  const mapped = mapOne(config, raw, ctx, count);
  return isPromise(mapped)
    ? mapped.then((record) => withKey(config, record, count))
    : withKey(config, mapped, count);
}

/** Adds the item's number in the stream, counted from 1, to an error of `map`. */
function mapOne<S, Raw, Rec extends object>(
  config: BulkStepConfig<S, Raw, Rec>,
  raw: Raw,
  ctx: SyncStepContext<S>,
  count: number,
): Rec | null | Promise<Rec | null> {
  const failed = (cause: unknown): never => {
    throw new Error(`map failed at item ${count} of the stream: ${causeText(cause)}`, { cause });
  };
  try {
    const mapped = config.map(raw, ctx);
    return isThenable(mapped) ? Promise.resolve(mapped).catch(failed) : mapped;
  } catch (cause) {
    return failed(cause);
  }
}

/** Rejects an invalid key: without a valid one, the record would silently be unknown to later runs. */
function withKey<S, Raw, Rec extends object>(
  { entity, key }: BulkStepConfig<S, Raw, Rec>,
  record: Rec | null | undefined,
  count: number,
): Rec | null {
  if (record === null || record === undefined) return null;
  const value: unknown = key && attempt(() => key(record));
  if (keyText(value) !== undefined) return record;
  throw new Error(
    `key of step ${entity} gave ${described(value)} at item ${count} of the stream: it must be a non-empty text, a number, or null`,
  );
}

/** Even `instanceof` throws for a revoked proxy. */
export function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return attempt(() => value instanceof Promise) === true;
}

/** Returns null when reading throws. */
function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return null;
  }
}

function described(value: unknown): string {
  if (typeof value === 'string') return 'an empty text';
  return typeof value === 'number' ? String(value) : `a value of type ${typeof value}`;
}

function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof attempt(() => (value as PromiseLike<T> | null)?.then) === 'function';
}

function errorText(error: unknown, signal: AbortSignal | undefined): string {
  if (signal?.aborted && isInterruption(error, signal)) return INTERRUPTED;
  return causeText(error) || 'the step failed without an error message';
}

function isInterruption(error: unknown, signal: AbortSignal): boolean {
  if (error === signal.reason) return true;
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || isInterruption(error.cause, signal);
}
