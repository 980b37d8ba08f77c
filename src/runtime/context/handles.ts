/** The handles of a context, for data sources and custom-data definitions. */
import type {
  BulkFunction,
  BulkOptions,
  CustomDataDefinition,
  CustomDataHandle,
  SendBulk,
  SourceHandle,
} from '../../connector/types.js';
import { SpmError } from '../../errors.js';
import { didYouMean } from '../../nearest.js';
import { recordCheck } from '../../plan/record-faults.js';
import { recordsFunction } from '../resources/destination.js';

/** Called with the error when a name is not provisioned, before the error is thrown. */
export type MissingSink = (error: SpmError) => void;

/** Makes `withSource` of a context, which looks up a provisioned data source by its key in the plan. */
export function makeWithSource(
  sourceIds: Readonly<Record<string, number>>,
  sendBulk: SendBulk,
  onMissing?: MissingSink,
): (key: string) => SourceHandle {
  return (key) => {
    const id = lookUp(sourceIds, key, 'data source', onMissing);
    const tag = <T extends object>(items: readonly T[]) => items.map((item) => tagged(item, id));
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

/** Makes a tagged copy. An item that cannot be read is rejected alone when it is sent. */
function tagged<T extends object>(item: T, id: number): T & { id_data_source: number } {
  try {
    return { ...item, id_data_source: id };
  } catch {
    return unread(item, { id_data_source: { value: id, enumerable: true } });
  }
}

/** A copy that keeps getters; the item itself when its properties cannot be listed. */
function unread<T extends object>(
  item: T,
  more: PropertyDescriptorMap,
): T & { id_data_source: number } {
  const made = () =>
    Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(item), ...more });
  try {
    return made() as T & { id_data_source: number };
  } catch {
    return item as T & { id_data_source: number };
  }
}

export interface CustomDataOptions {
  onMissing?: MissingSink | undefined;
  /** Whether to check records. Default true. */
  validate?: boolean | undefined;
}

/**
 * Makes `customData` of a context, which looks up a provisioned definition by name. Definitions of the plan
 * (`declared`) give the unique keys of a record, and the check before it is sent.
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
  const declare = near ? `${near} Otherwise, declare it` : 'Declare it';
  return new SpmError('SPM_NOT_PROVISIONED', `No ${what} "${name}" is provisioned`, {
    cause:
      known.length === 0
        ? `the installation has no provisioned ${what}`
        : `the installation has: ${known.join(', ')}`,
    hint: `${declare} in the provisioning plan, then run \`spm-connect provision\`.`,
    details: { name, known },
  });
}

function sameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
