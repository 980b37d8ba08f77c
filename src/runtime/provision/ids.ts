import { numericId } from '../../plan/identity.js';
import { isRow, pick } from './parse.js';

/** The id in a row, or in the answer to a create; null when there is none. */
export function idIn(value: unknown, ...keys: string[]): number | null {
  if (!isRow(value)) return null;
  return numericId(pick(value, ...keys)) ?? idIn(value.data, ...keys);
}

export const dataSourceId = (value: unknown) => idIn(value, 'id_data_source', 'id');
export const definitionId = (value: unknown) => idIn(value, 'id_definition', 'id');
export const eventId = (value: unknown) => idIn(value, 'id_event', 'id');
