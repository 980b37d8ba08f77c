import { randomUUID } from 'node:crypto';
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type {
  BulkFunction,
  BulkOptions,
  CustomDataDefinition,
  CustomDataHandle,
  Logger,
  SendBulk,
  SourceHandle,
} from '../../../connector/types.js';
import { SpmError } from '../../../errors.js';
import { didYouMean } from '../../../nearest.js';
import { recordCheck } from '../../../plan/record-faults.js';
import { systemClock, systemRandom } from '../../clock.js';
import { type Resource, recordsFunction } from '../../resources.js';
import { Lane } from './pace/lane.js';
import { makePusher, type PushHooks, type SettledReject } from './pusher.js';
import { RecordOrder } from './record-order.js';
import { RETRY } from './request.js';

export type RejectSink = (reject: SettledReject) => void | Promise<void>;

/** Told what was asked for and is not provisioned, before it is thrown. */
export type MissingSink = (error: SpmError) => void;

/**
 * The `sendBulk` of a context outside a sync. Items go in requests of the resource's limit; rejects are
 * returned, logged and given to `onReject`, which is awaited before the next request.
 *
 * Throws SPM_API_UNAUTHORIZED, SPM_API_UNREACHABLE or SPM_API_ERROR when a request fails as a whole.
 */
export function makeSendBulk(
  client: SpmHttpClient,
  logger: Logger,
  onReject?: RejectSink,
): SendBulk {
  const push = makePusher({
    client: { clientFor: () => client },
    order: new RecordOrder(),
    scope: randomUUID(),
    tools: {
      lane: new Lane(systemClock, { concurrency: 1 }),
      clock: systemClock,
      random: systemRandom,
      // Outside a sync nothing is known of a second try: the caller decides, and the SDK has its own.
      retry: { ...RETRY, attempts: 1, unreachableAttempts: 1, budgetMs: 0 },
      signal: new AbortController().signal,
    },
  });
  const hooks: PushHooks = {
    settle: async ({ resource, rejects }) => {
      logRejects(logger, resource, rejects);
      for (const reject of rejects) await onReject?.(reject);
    },
  };
  return (fn, items, options) => push(fn, items, hooks, options);
}

/** One line for the rejects of a request; the items themselves are in the dead letters. */
export function logRejects(
  logger: Logger,
  resource: Resource,
  rejects: SettledReject[],
  level: 'warn' | 'debug' = 'warn',
): void {
  const [first] = rejects;
  if (first === undefined) return;
  const more = rejects.length > 1 ? `, and ${rejects.length - 1} more` : '';
  const which = `${first.key ?? 'an item without a key'} of ${resource.title ?? resource.name}`;
  const what =
    first.status === 0 ? `Refused without a call: ${which}` : `The API rejected ${which}`;
  logger[level](`${what}: ${first.errors.join('; ')}${more}`, {
    resource: resource.name,
    rejected: rejects.length,
    examples: rejects.slice(0, 3).map(({ key, errors, status }) => ({ key, errors, status })),
  });
}

/** `withSource` of a context: the data source provisioned under a key of the plan. */
export function makeWithSource(
  sourceIds: Readonly<Record<string, number>>,
  sendBulk: SendBulk,
  onMissing?: MissingSink,
): (key: string) => SourceHandle {
  return (key) => {
    const id = lookUp(sourceIds, key, 'data source', onMissing);
    const tag = <T extends object>(items: readonly T[]) =>
      items.map((item) => ({ ...item, id_data_source: id }));
    return {
      id,
      tag,
      send: async <T extends object>(
        fn: BulkFunction,
        items: readonly T[],
        options?: BulkOptions,
      ) => sendBulk<object>(fn, tag(items), options) as ReturnType<SourceHandle['send']>,
    };
  };
}

export interface CustomDataOptions {
  onMissing?: MissingSink | undefined;
  /** Whether records are checked. Default true. */
  validate?: boolean | undefined;
}

/**
 * `customData` of a context: the definition provisioned under a name. `declared` are the definitions of the
 * plan; where one is known, so is the identity of a record if it names unique keys, and records are checked before they
 * are sent.
 */
export function makeCustomData(
  defIds: Readonly<Record<string, number>>,
  sendBulk: SendBulk,
  declared: readonly CustomDataDefinition[] = [],
  { onMissing, validate = true }: CustomDataOptions = {},
): (definition: string | CustomDataDefinition) => CustomDataHandle {
  return (definition) => {
    const name = typeof definition === 'string' ? definition : definition.name;
    const id = lookUp(defIds, name, 'custom-data definition', onMissing);
    const known =
      typeof definition === 'string'
        ? declared.find((each) => sameName(each.name, definition))
        : definition;
    const fn = recordsFunction(id, {
      title: name,
      keyFields: known?.unique_keys?.length ? known.unique_keys : null,
      ...(known && validate && { check: recordCheck(known) }),
    });
    return { id, save: (records, options) => sendBulk(fn, records, options) };
  };
}

function lookUp(
  ids: Readonly<Record<string, number>>,
  name: string,
  what: string,
  onMissing?: MissingSink,
): number {
  const found = Object.entries(ids).find(([known]) => sameName(known, name));
  if (found) return found[1];
  const error = notProvisioned(Object.keys(ids), name, what);
  onMissing?.(error);
  throw error;
}

function notProvisioned(known: readonly string[], name: string, what: string): SpmError {
  const near = didYouMean(name, known);
  const declare = near ? `${near} Otherwise declare it` : 'Declare it';
  return new SpmError('SPM_NOT_PROVISIONED', `No ${what} "${name}" is provisioned`, {
    cause:
      known.length === 0
        ? 'nothing of that kind was provisioned for the installation'
        : `provisioned are: ${known.join(', ')}`,
    hint: `${declare} in the provisioning plan, then run \`spm-connect provision\`.`,
    details: { name, known },
  });
}

function sameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
