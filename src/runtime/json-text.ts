/** JSON of data from a connector, which may contain values that JSON cannot represent. Pure, and never throws. */
import { causeText } from '../errors.js';

/** Null for values that JSON cannot represent, such as a BigInt or a cyclic object. */
export function jsonText(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return null;
  }
}

/** Why a record cannot be written as JSON, with the field if one is the reason; empty when it can. */
export function jsonFaults(record: unknown): string[] {
  try {
    JSON.stringify(record);
    return [];
  } catch (error) {
    const [reason] = (causeText(error) ?? '').split('\n');
    const fields = typeof record === 'object' && record !== null ? Object.keys(record) : [];
    const field = fields.find((name) => jsonText(Reflect.get(record as object, name)) === null);
    return [`${field ?? 'the record'} cannot be written as JSON: ${reason}`];
  }
}
