import { causeText } from '../errors.js';
import { checkBulkConfig } from './check-bulk.js';
import { INTERRUPTED, type Interruptible, interruptible } from './interruptible.js';
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

/** Calls the step's `push`. */
export type Send<Rec> = (given?: { records?: Rec[]; ctx?: unknown }) => Promise<unknown>;

/** How an engine takes part in the loop: it counts what is read and decides when a batch is sent. */
export interface BulkObserver<Raw, Rec> {
  /** One raw item was taken from the stream. */
  read(raw: Raw): void;
  /** `map` returned null for it. */
  skipped(raw: Raw): void;
  /**
   * Sends one batch of records, which is never empty; the observer decides when, and accounts for it. Once it resolves
   * the stream is read on, whether or not the batch has arrived. Throws to stop the step. `last` is the last raw item
   * that the batch covers; `send` takes what the step's `push` is given, where that is not all records and the usual
   * context.
   */
  push(records: Rec[], last: Raw, send: Send<Rec>): Promise<void>;
  /** The stream has ended, or failed: resolves when every batch has arrived. Throws when one did not. */
  finish(): Promise<void>;
}

/**
 * A sync step from a stream of raw items: map each, collect batches, push them. The result is a plain step that any
 * engine of the ecosystem can run; it also carries the config as `bulk`, for those that can do more with it.
 * Throws SPM_CONNECTOR_INVALID when the config cannot work.
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
 * Runs a bulk step once. Never rejects: whatever is thrown inside stops the step, is told in `errors` and leaves
 * `advanceCursorTo` out, so that the window is read again. An aborted signal ends it with the error `interrupted`.
 */
export async function runBulk<S, Raw, Rec extends object>(
  config: BulkStepConfig<S, Raw, Rec>,
  ctx: SyncStepContext<S>,
  observer: BulkObserver<Raw, Rec> = plain(),
): Promise<SyncStepResult> {
  let items = 0;
  const send = async (records: Rec[], own: SyncStepContext<S>) => {
    const returned = await config.push(own, records);
    items += acknowledged(returned, records.length);
    return returned;
  };
  try {
    for await (const { records, last } of batches(config, ctx, observer)) {
      await observer.push(records, last, (given) =>
        send(given?.records ?? records, (given?.ctx as SyncStepContext<S> | undefined) ?? ctx),
      );
    }
    await observer.finish();
    const advanceCursorTo = config.advanceTo ? await config.advanceTo(ctx) : ctx.window.until;
    return { items, errors: [], ...(advanceCursorTo && { advanceCursorTo }) };
  } catch (error) {
    return { items, errors: [errorText(error, ctx.signal)] };
  }
}

/** Pushes at once and counts nothing: what a step does when its engine does not look inside. */
function plain<Raw, Rec>(): BulkObserver<Raw, Rec> {
  return {
    read() {},
    skipped() {},
    async push(_records, _last, send) {
      await send();
    },
    async finish() {},
  };
}

interface Batch<Raw, Rec> {
  records: Rec[];
  last: Raw;
}

async function* batches<S, Raw, Rec extends object>(
  config: BulkStepConfig<S, Raw, Rec>,
  ctx: SyncStepContext<S>,
  observer: BulkObserver<Raw, Rec>,
): AsyncGenerator<Batch<Raw, Rec>, void, undefined> {
  const size = config.batchSize ?? BATCH_SIZE;
  let records: Rec[] = [];
  let end: { last: Raw } | undefined;
  let count = 0;
  let failure: { error: unknown } | undefined;
  let stream: Interruptible<Raw> | undefined;
  try {
    stream = interruptible(config.stream(ctx), ctx.signal);
    for (let next = await stream.next(); !next.done; next = await stream.next()) {
      const raw = next.value;
      count++;
      observer.read(raw);
      const mapped = mapOne(config, raw, ctx, count);
      // Awaiting what is no promise would cost more than most maps do.
      const record = mapped instanceof Promise ? await mapped : mapped;
      if (record === null || record === undefined) observer.skipped(raw);
      else records.push(withKey(config, record, count));
      end = { last: raw };
      if (records.length < size) continue;
      yield { records, last: raw };
      records = [];
    }
  } catch (error) {
    if (ctx.signal?.aborted) throw error;
    failure = { error };
  } finally {
    await stream?.close();
  }
  // Also before a failure: one bad item must not keep the good ones before it from the shop.
  if (end && records.length > 0) yield { records, last: end.last };
  if (!failure) return;
  // An observer may hold some of them back. What goes wrong with those comes after what ended the stream.
  await observer.finish().catch(() => {});
  throw failure.error;
}

/** A failing `map` is told with the item's place in the stream, counted from 1. */
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

/** What `key` gives must be one: else the record would silently not be known again. */
function withKey<S, Raw, Rec extends object>(
  { entity, key }: BulkStepConfig<S, Raw, Rec>,
  record: Rec,
  count: number,
): Rec {
  const value: unknown = key && attempt(() => key(record));
  if (keyText(value) !== undefined) return record;
  throw new Error(
    `key of step ${entity} gave ${described(value)} at item ${count} of the stream: it must be a text that is not empty, a number, or null where there is none`,
  );
}

/** A record of which `key` cannot tell anything has none. */
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
  return typeof (value as PromiseLike<T> | null)?.then === 'function';
}

function errorText(error: unknown, signal: AbortSignal | undefined): string {
  if (signal?.aborted && isInterruption(error, signal)) return INTERRUPTED;
  return causeText(error) || 'the step failed without saying why';
}

function isInterruption(error: unknown, signal: AbortSignal): boolean {
  if (error === signal.reason) return true;
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || isInterruption(error.cause, signal);
}
