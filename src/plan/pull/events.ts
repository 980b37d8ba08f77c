import type { EventDefinition } from '../../connector/types.js';
import { isObject } from '../diff/compare.js';
import type { ShopEvent } from '../diff/types.js';
import type { Note, Pulled } from './notes.js';

const KIND = 'events';
/** The language of a name that the API returns as a single text. */
const LANGUAGE = 'en';

/** In the order of their code names. */
export function pullEvents(events: readonly ShopEvent[]): Pulled<EventDefinition, ShopEvent> {
  const items: EventDefinition[] = [];
  const rows: ShopEvent[] = [];
  const notes: Note[] = [];
  for (const row of [...events].sort((a, b) => compare(a.codeName, b.codeName))) {
    if (items.some(({ code_name }) => code_name === row.codeName)) continue;
    const name = namesOf(row.name);
    if (name === null)
      notes.push({
        path: `${KIND}[${items.length}].name`,
        message: 'The API returns one text without its language.',
      });
    rows.push(row);
    items.push({
      code_name: row.codeName,
      name: name ?? { [LANGUAGE]: textOf(row.name) ?? row.codeName },
      ...(isObject(row.properties) ? { properties: row.properties } : {}),
    });
  }
  return { items, rows, notes };
}

/** Null if it is not a map of languages. */
function namesOf(name: unknown): Record<string, string> | null {
  if (!isObject(name)) return null;
  const names = Object.entries(name).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return names.length === 0 ? null : Object.fromEntries(names);
}

const textOf = (name: unknown): string | undefined =>
  typeof name === 'string' && name.trim() !== '' ? name : undefined;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
