/** Why the platform would refuse a record of custom data, as far as its definition tells. */
import type { CustomDataDefinition, FieldDefinition } from '../connector/types.js';
import { misfit } from './field-values.js';

/** One sentence for each fault; none for a record that nothing speaks against. */
export type RecordCheck = (record: unknown) => string[];

/**
 * The check of records of a definition: what is required is there, and what is there fits the type of its field and,
 * for a list, is one of the options. Properties that the definition does not name are for the platform to judge: the
 * shop may know more than the plan.
 */
export function recordCheck({ fields = [], relationships = [] }: Readable): RecordCheck {
  const linked = new Set(relationships.map(({ sourceField }) => sourceField));
  const checks = fields.map((field) => fieldCheck(field, linked.has(field.name)));
  return (record) =>
    isRecord(record) ? checks.flatMap((check) => check(record)) : ['must be an object'];
}

/** What is handed over as a definition may hold less than one. */
type Readable = Partial<Pick<CustomDataDefinition, 'fields' | 'relationships'>>;

function fieldCheck({ name, type, required, options }: FieldDefinition, linked: boolean) {
  const view = { type, options: options?.map((value) => ({ value })) };
  return (record: Record<string, unknown>): string[] => {
    const value = asJson(Object.hasOwn(record, name) ? record[name] : undefined);
    if (value === undefined || value === null) return required ? [`${name} is required`] : [];
    // The platform finds the target by `{ by, value }`.
    if (linked && isRecord(value))
      return isResolver(value) ? [] : [`${name} must be { by, value }`];
    const fault = misfit(view, value);
    return fault === undefined ? [] : [`${name} must be ${fault}`];
  };
}

/** As it will stand in the request. */
function asJson(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return null;
  if (typeof value !== 'object' || value === null) return value;
  const { toJSON } = value as { toJSON?: unknown };
  return typeof toJSON === 'function' ? toJSON.call(value, '') : value;
}

const isResolver = (value: Record<string, unknown>): boolean =>
  Object.hasOwn(value, 'by') && Object.hasOwn(value, 'value');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
