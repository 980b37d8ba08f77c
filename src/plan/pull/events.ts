import type { EventDefinition } from '../../connector/types.js';
import { isObject } from '../diff/compare.js';
import type { ShopEvent } from '../diff/types.js';
import { isUrlSafe } from '../rules/event-code-name.js';
import { type Note, type Pulled, quoted } from './notes.js';

const KIND = 'events';
/** Of a name that the API gives as one text. */
const LANGUAGE = 'en';

/** In the order of their code names. */
export function pullEvents(rows: readonly ShopEvent[]): Pulled<EventDefinition> {
  const items: EventDefinition[] = [];
  const notes: Note[] = [];
  for (const row of [...rows].sort((a, b) => compare(a.codeName, b.codeName))) {
    if (items.some(({ code_name }) => code_name === row.codeName)) continue;
    if (!isUrlSafe(row.codeName)) {
      const message = `The event ${quoted(row.codeName)} is left out: its code name does not survive in a URL.`;
      notes.push({ path: KIND, message });
      continue;
    }
    const name = namesOf(row.name);
    if (name === null)
      notes.push({
        path: `${KIND}[${items.length}].name`,
        message: 'The API gives one text, and not its language.',
      });
    items.push({
      code_name: row.codeName,
      name: name ?? { [LANGUAGE]: textOf(row.name) ?? row.codeName },
      ...(isObject(row.properties) ? { properties: row.properties } : {}),
    });
  }
  return { items, notes };
}

/** Null when it is no map of languages. */
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
