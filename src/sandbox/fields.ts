/** Field tables: the fields of an item, compiled into a check that is fast enough for every item. */

import { MAX_ERRORS_PER_ITEM, REFUSE_UNKNOWN_PROPERTIES } from './choices.js';

export type Item = Record<string, unknown>;

/** Adds a message for each error in the value; the message starts with `path`. */
export type Check = (value: unknown, path: string, errors: string[]) => void;

/** How a value compares in filters. */
export type Kind = 'text' | 'number' | 'boolean' | 'json';

export interface Type {
  kind: Kind;
  check: Check;
}

export interface Field extends Type {
  /** May be absent or null. */
  optional: boolean;
}

export type Fields = Readonly<Record<string, Field>>;

export const required = (type: Type): Field => ({ ...type, optional: false });
export const optional = (type: Type): Field => ({ ...type, optional: true });

export type ItemCheck = (item: Item, errors: string[]) => void;

export interface CompiledFields {
  /** Every required field must be there. */
  full: ItemCheck;
  /** Checks only the given values. */
  partial: ItemCheck;
}

export function compileFields(fields: Fields): CompiledFields {
  const known = new Map(Object.entries(fields));
  const needed = [...known].filter(([, field]) => !field.optional).map(([name]) => name);

  const partial: ItemCheck = (item, errors) => {
    for (const name of Object.keys(item)) {
      if (errors.length >= MAX_ERRORS_PER_ITEM) return;
      const field = known.get(name);
      const value = item[name];
      if (field === undefined) {
        if (REFUSE_UNKNOWN_PROPERTIES) errors.push(`property ${clip(name)} should not exist`);
      } else if (value !== null || !field.optional) field.check(value, name, errors);
    }
  };
  const full: ItemCheck = (item, errors) => {
    partial(item, errors);
    for (const name of needed) {
      if (!Object.hasOwn(item, name)) errors.push(`${name} is required`);
    }
  };
  return { full, partial };
}

/** A nested object with its own field table. */
export function object(fields: Fields): Type {
  const { full } = compileFields(fields);
  const check: Check = (value, path, errors) => {
    if (!isItem(value)) {
      errors.push(`${path} must be an object`);
      return;
    }
    const from = errors.length;
    full(value, errors);
    for (let i = from; i < errors.length; i += 1) errors[i] = `${path}.${errors[i]}`;
  };
  return { kind: 'json', check };
}

export function arrayOf(type: Type): Type {
  const check: Check = (value, path, errors) => {
    if (!Array.isArray(value)) {
      errors.push(`${path} must be an array`);
      return;
    }
    for (let i = 0; i < value.length && errors.length < MAX_ERRORS_PER_ITEM; i += 1) {
      type.check(value[i], `${path}.${i}`, errors);
    }
  };
  return { kind: 'json', check };
}

export function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property of the item; a field may be called `constructor`. */
export function own(item: Item, name: string): unknown {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

/** Text from a request, shortened for a message. */
export function clip(text: string, length = 100): string {
  return text.length <= length ? text : `${text.slice(0, length)}...`;
}

/** Names for a message, each shortened. */
export function quoted(values: readonly unknown[]): string {
  return values.map((value) => clip(String(value))).join(', ');
}
