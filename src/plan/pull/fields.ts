import { FIELD_TYPES, type FieldDefinition, type FieldType } from '../../connector/types.js';
import type { ShopField } from '../diff/types.js';

/** The field as a plan declares it, without defaults; or why a plan cannot declare it. */
export function pullField(field: ShopField): FieldDefinition | string {
  const { name, type, label, required, description, options } = field;
  if (type === undefined) return 'the API does not say its type';
  if (!isFieldType(type)) return `its type is ${type}`;
  if (type === 'list' && !options?.length)
    return 'it is a list, and the API does not say its options';
  return {
    name,
    ...(label === undefined || label === name ? {} : { label }),
    type,
    ...(required ? { required } : {}),
    ...(description === undefined ? {} : { description }),
    ...(field.default === undefined ? {} : { default: field.default }),
    ...(options?.length ? { options: distinct(options) } : {}),
  };
}

const isFieldType = (type: string): type is FieldType =>
  (FIELD_TYPES as readonly string[]).includes(type);

/** A 1 and a "1" are one option. */
const distinct = (options: readonly (string | number)[]): (string | number)[] => [
  ...new Map(options.map((option) => [String(option), option])).values(),
];
