/** Checks a record against its definition, and converts relation values to canonical ids. */

import {
  CONTACT_RESOLVERS,
  NUMBER_FIELDS_ARE_INTEGERS,
  RELATION_TARGET_MUST_EXIST,
  TEXT_MAX_LENGTH,
} from '../choices.js';
import {
  type CompiledFields,
  compileFields,
  type Item,
  isItem,
  own,
  type Type,
} from '../fields.js';
import { asId } from '../input.js';
import type { Sandbox } from '../sandbox.js';
import { boolean, date, integer, json, number, oneOf, string, timestamp } from '../types.js';
import { type ContactReference, findContact } from './contacts.js';
import {
  canonicalField,
  type Definition,
  type DefinitionField,
  type DefinitionRelationship,
} from './definition-shape.js';

/** Text for a column with a maximum length. */
const shortText: Type = {
  kind: 'text',
  check: (value, path, errors) => {
    if (typeof value !== 'string') errors.push(`${path} must be a string`);
    else if (value.length > TEXT_MAX_LENGTH) {
      errors.push(`${path} must be shorter than or equal to ${TEXT_MAX_LENGTH} characters`);
    }
  },
};

/** `{ lat, lng }`, `{ latitude, longitude }` or `"lat,lng"`, in degrees: the form is not documented. */
const geolocation: Type = {
  kind: 'json',
  check: (value, path, errors) => {
    const [lat, lng] = coordinates(value);
    if (!(Math.abs(lat) <= 90 && Math.abs(lng) <= 180)) {
      errors.push(`${path} must be a latitude and a longitude`);
    }
  },
};

function coordinates(value: unknown): [number, number] {
  if (typeof value === 'string') {
    const [, lat, lng] = /^(-?\d{1,3}(?:\.\d+)?), ?(-?\d{1,3}(?:\.\d+)?)$/.exec(value) ?? [];
    return [Number(lat ?? Number.NaN), Number(lng ?? Number.NaN)];
  }
  if (!isItem(value) || Object.keys(value).length !== 2) return [Number.NaN, Number.NaN];
  const of = (...names: string[]) => {
    const found = names.map((name) => value[name]).find((v) => typeof v === 'number');
    return typeof found === 'number' ? found : Number.NaN;
  };
  return [of('lat', 'latitude'), of('lng', 'longitude')];
}

const TYPES: Readonly<Record<DefinitionField['type'], Type>> = {
  bool: boolean,
  text: shortText,
  longtext: string,
  number: NUMBER_FIELDS_ARE_INTEGERS ? integer : number,
  decimal: number,
  list: string,
  date,
  datetime: timestamp,
  json,
  geolocation,
};

export const typeOf = ({ type, options }: DefinitionField): Type =>
  type === 'list' ? oneOf(options ?? []) : TYPES[type];

/** The checks of a definition. Relation values are resolved first: see `resolveRelations`. */
export function compileRecord(definition: Definition): CompiledFields {
  const fields = definition.fields.map((field) => [
    field.name,
    { ...typeOf(field), optional: !field.required },
  ]);
  return compileFields(Object.fromEntries(fields));
}

/**
 * Replaces `{ by, value }` by the contact's id, and rejects references to missing records.
 * Changes the record, which is the caller's own.
 */
export function resolveRelations(
  sandbox: Sandbox,
  definition: Definition,
  record: Item,
  errors: string[],
): void {
  for (const relation of definition.relationships) {
    const name = relation.sourceField;
    const value = own(record, name) ?? null;
    if (value === null) continue;
    if (!isItem(value)) {
      if (RELATION_TARGET_MUST_EXIST && !targetExists(sandbox, relation, value)) {
        errors.push(`${name}: nothing in ${relation.targetSchema} has this id`);
      }
      continue;
    }
    const resolved = resolve(sandbox, relation, value, errors);
    if (resolved !== undefined) record[name] = asField(definition, name, resolved);
  }
}

function resolve(
  sandbox: Sandbox,
  { sourceField: name, targetSchemaType, targetSchema }: DefinitionRelationship,
  resolver: Item,
  errors: string[],
): number | undefined {
  if (targetSchemaType !== 'system' || targetSchema !== 'contacts') {
    errors.push(`${name}: only contacts can be found by { by, value }`);
    return undefined;
  }
  const reference = contactReference(resolver);
  if (reference === undefined) {
    errors.push(
      `${name} must be { by, value } with by one of ${CONTACT_RESOLVERS.join(', ')} and its value`,
    );
    return undefined;
  }
  const found = findContact(sandbox, reference);
  if (found === undefined) errors.push(`${name}: no contact has this ${reference.by}`);
  return found;
}

function contactReference(resolver: Item): ContactReference | undefined {
  const { by, value, ...rest } = resolver;
  if (Object.keys(rest).length > 0) return undefined;
  if (by === 'id_contact') {
    return typeof value === 'number' ? { by, value } : undefined;
  }
  if (by !== 'email' && by !== 'id_customer') return undefined;
  return typeof value === 'string' ? { by, value } : undefined;
}

/** A field of a text type keeps the id as text. */
function asField({ fields }: Definition, name: string, contactId: number): number | string {
  const type = fields.find((field) => field.name === name)?.type;
  return type === 'number' || type === 'decimal' ? contactId : String(contactId);
}

/** Only the canonical field of a target can be looked up; values of other target fields are not checked. */
function targetExists(sandbox: Sandbox, relation: DefinitionRelationship, value: unknown): boolean {
  if (relation.targetField !== canonicalField(relation)) return true;
  const { tables } = sandbox;
  if (relation.targetSchema === 'products' && relation.targetSchemaType === 'system') {
    return tables.get('products')?.firstBy('product_id', String(value)) !== undefined;
  }
  const id = asId(value) ?? 0;
  if (relation.targetSchemaType === 'system') {
    return tables.get(relation.targetSchema)?.get(id) !== undefined;
  }
  const where = { sql: 'id = ? AND id_definition = ?', values: [id, relation.targetSchema] };
  return tables.get('custom-data-records')?.count([where]) === 1;
}
