import type { EventDefinition } from '../../connector/types.js';
import { holds, isObject } from './compare.js';
import { repeated } from './conflict.js';
import type { EventChange, ShopEvent, ShopState, ValueChange } from './types.js';

const KIND = 'event';

export function diffEvents(events: readonly EventDefinition[], shop: ShopState): EventChange[] {
  const byCode = new Map(shop.events.map((event) => [event.codeName, event]));
  const seen = new Set<string>();
  return events.map((event) => {
    if (seen.has(event.code_name)) return { kind: KIND, key: event.code_name, ...TWICE };
    seen.add(event.code_name);
    return diffOne(event, byCode.get(event.code_name), shop.unreadable?.event);
  });
}

function diffOne(
  event: EventDefinition,
  row: ShopEvent | undefined,
  unreadable: string | undefined,
): EventChange {
  const key = event.code_name;
  if (row === undefined) {
    const change: EventChange = { kind: KIND, key, action: 'create', id: null, body: event };
    if (unreadable !== undefined)
      change.warnings = [`Existing events are not known: ${unreadable}`];
    return change;
  }
  const changes = valueChanges(event, row);
  // An event without an id cannot be updated.
  if (changes.length === 0 || row.id === null) {
    return { kind: KIND, key, action: 'unchanged', id: row.id };
  }
  return { kind: KIND, key, action: 'update', id: row.id, body: event, changes };
}

function valueChanges(event: EventDefinition, row: ShopEvent): ValueChange[] {
  const changes: ValueChange[] = [];
  if (!sameLabel(row.name, event.name)) {
    changes.push({ path: 'name', from: row.name, to: event.name });
  }
  const { properties } = row;
  const comparable = properties === null || isObject(properties);
  if (event.properties !== undefined && comparable && !holds(properties, event.properties)) {
    changes.push({ path: 'properties', from: properties, to: event.properties });
  }
  return changes;
}

/**
 * A server that keeps one text has the name in one of the declared languages; any other difference cannot be compared.
 */
function sameLabel(stored: unknown, declared: Record<string, string>): boolean {
  if (isObject(stored)) return holds(stored, declared);
  return true;
}

const TWICE = repeated(
  'two events of this code_name',
  'Give each a different code_name. Only the first is provisioned.',
);
