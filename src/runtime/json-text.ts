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
    return [`${faultyField(record) ?? 'the record'} cannot be written as JSON: ${reason}`];
  }
}

function faultyField(record: unknown): string | undefined {
  try {
    const fields = Object.keys(record as object);
    // Reading a field may throw.
    return fields.find(
      (name) => jsonText({ toJSON: () => Reflect.get(record as object, name) }) === null,
    );
  } catch {
    return undefined;
  }
}
