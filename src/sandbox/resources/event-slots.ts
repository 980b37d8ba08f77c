/**
 * The slots of an event's `properties`: `metaData`, `customData`, `contact.customData` and `visitor.customData`. Each
 * declares the properties that a trigger may have there.
 */

import { EVENT_SLOTS, REFUSE_UNDECLARED_EVENT_PROPERTIES } from '../choices.js';
import { clip, type Item, isItem, own, type Type } from '../fields.js';
import { anyJson, anyString, boolean, date, integer, number, string } from '../types.js';

interface SlotField {
  name: string;
  type: string;
  required: boolean;
}

const TYPES = new Map<string, Type>([
  ['bool', boolean],
  ['text', string],
  ['longtext', anyString],
  ['number', integer],
  ['decimal', number],
  ['date', date],
  ['json', anyJson],
]);

/** Errors in the declarations; empty when they are valid. */
export function slotFaults(properties: Item): string[] {
  return EVENT_SLOTS.flatMap((slot) =>
    declarations(properties, slot).flatMap((given, i) => {
      const place = `properties.${slot}.${i}`;
      if (!isItem(given)) return [`${place} must be an object`];
      return [
        ...(typeof given.name === 'string' && given.name !== ''
          ? []
          : [`${place}.name is required`]),
        ...(TYPES.has(String(given.type))
          ? []
          : [`${place}.type must be one of: ${[...TYPES.keys()].join(', ')}`]),
      ];
    }),
  );
}

/** Errors of a trigger's payload, checked against the declarations. */
export function payloadFaults(properties: Item, payload: Item): string[] {
  return EVENT_SLOTS.flatMap((slot) => {
    const fields = declarations(properties, slot).filter(isItem).map(slotField);
    return fields.length === 0 ? [] : fieldFaults(slot, fields, at(payload, slot));
  });
}

function fieldFaults(slot: string, fields: readonly SlotField[], given: unknown): string[] {
  const values = isItem(given) ? given : {};
  const errors: string[] = [];
  for (const field of fields) {
    const place = `${slot}.${field.name}`;
    const value = own(values, field.name) ?? null;
    if (value !== null) TYPES.get(field.type)?.check(value, place, errors);
    else if (field.required) errors.push(`${place} is required`);
  }
  if (REFUSE_UNDECLARED_EVENT_PROPERTIES) {
    const known = new Set(fields.map((field) => field.name));
    const extra = Object.keys(values).find((name) => !known.has(name));
    if (extra !== undefined) errors.push(`property ${slot}.${clip(extra)} should not exist`);
  }
  return errors;
}

/** A slot as a list: it is a list, or a map from name to the rest of the declaration. */
function declarations(properties: Item, slot: string): unknown[] {
  const given = own(properties, slot) ?? at(properties, slot);
  if (Array.isArray(given)) return given;
  if (!isItem(given)) return [];
  return Object.entries(given).map(([name, rest]) => (isItem(rest) ? { ...rest, name } : rest));
}

const slotField = (given: Item): SlotField => ({
  name: String(given.name),
  type: String(given.type),
  required: given.required === true,
});

/** The value at a dotted path. */
function at(item: Item, path: string): unknown {
  let value: unknown = item;
  for (const name of path.split('.')) {
    value = isItem(value) ? own(value, name) : undefined;
  }
  return value;
}
