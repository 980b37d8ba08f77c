/** Checks records of custom data against their definition, as the platform does. */
import type { CustomDataDefinition, FieldDefinition } from '../connector/types.js';
import { fieldValueText } from '../messages/index.js';
import { misfit } from './field-values.js';

/** One sentence for each problem of a record. */
export type RecordCheck = (record: unknown) => string[];

/**
 * Checks that a record has the required fields, and that each value fits the type and the options of its field. Ignores
 * properties that are not in the definition: the shop may have more fields than the plan.
 */
export function recordCheck({ fields = [], relationships = [] }: Readable): RecordCheck {
  const linked = new Set(relationships.map(({ sourceField }) => sourceField));
  const checks = fields.map((field) => fieldCheck(field, linked.has(field.name)));
  return (record) =>
    isRecord(record) ? checks.flatMap((check) => check(record)) : ['must be an object'];
}

/** A definition that may be incomplete. */
type Readable = Partial<Pick<CustomDataDefinition, 'fields' | 'relationships'>>;

function fieldCheck({ name, type, required, options }: FieldDefinition, linked: boolean) {
  return (record: Record<string, unknown>): string[] => {
    const value = asJson(Object.hasOwn(record, name) ? record[name] : undefined);
    if (value === undefined || value === null) return required ? [`${name} is required`] : [];
    // The platform finds the target with `{ by, value }`.
    if (linked && isRecord(value))
      return isResolver(value) ? [] : [`${name} must be { by, value }`];
    const fault = misfit({ type, options }, value);
    return fault === undefined ? [] : [`${name} must be ${fieldValueText(fault)}`];
  };
}

/** The value as JSON sends it. */
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
