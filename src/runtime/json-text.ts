/** JSON of what a connector made, which may hold what JSON cannot. Pure, and never throws. */
import { causeText } from '../errors.js';

/** Null for what cannot be written as JSON, such as a BigInt or what holds itself. */
export function jsonText(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return null;
  }
}

/** Why a record cannot be written as JSON, with the field that is the reason where it is one; none when it can be. */
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
