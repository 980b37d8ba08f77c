import type { CustomDataDefinition, FieldDefinition } from '../../connector/types.js';
import type { RecordedIds, ShopDefinition } from '../diff/types.js';
import { canonicalName } from '../identity.js';
import { pullField } from './fields.js';
import { listed, type Note, type Pulled, quoted } from './notes.js';
import { pullRelationships, withoutCycles } from './relationships.js';

const KIND = 'customData';

/** The active definitions that a plan can tell apart by their names. */
export function pullCustomData(
  rows: readonly ShopDefinition[],
  recorded: RecordedIds,
): Pulled<CustomDataDefinition, ShopDefinition> {
  const live = rows.filter(({ status }) => status !== 'deleted').sort((a, b) => a.id - b.id);
  const recordedNames = new Map(Object.entries(recorded.defIds).map(([name, id]) => [id, name]));
  const { kept, notes } = choose(live, recordedNames);
  const names = new Map(kept.map((row) => [row.id, nameOf(row, recordedNames)]));
  const items: CustomDataDefinition[] = [];
  for (const row of kept) {
    const pulled = definitionOf(row, names, `${KIND}[${items.length}]`);
    items.push(pulled.definition);
    notes.push(...pulled.notes);
  }
  const acyclic = withoutCycles(items, new Map([...names].map(([id, name]) => [name, id])));
  return { items: acyclic.items, rows: kept, notes: [...notes, ...acyclic.notes] };
}

/** The recorded spelling, so that the recorded id is found. */
function nameOf({ id, name }: ShopDefinition, recordedNames: ReadonlyMap<number, string>): string {
  const before = recordedNames.get(id);
  return before !== undefined && canonicalName(before) === canonicalName(name) ? before : name;
}

function choose(
  rows: readonly ShopDefinition[],
  recordedNames: ReadonlyMap<number, string>,
): { kept: ShopDefinition[]; notes: Note[] } {
  const notes: Note[] = [];
  const leave = ({ id, name }: ShopDefinition, why: string) =>
    notes.push({ path: KIND, message: `Definition ${id}, ${quoted(name)}, is left out: ${why}.` });
  const groups = new Map<string, ShopDefinition[]>();
  for (const row of rows) {
    const name = canonicalName(row.name);
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  const isRecorded = ({ id, name }: ShopDefinition) =>
    canonicalName(recordedNames.get(id) ?? '') === canonicalName(name);
  const kept = rows.filter((row) => {
    const namesakes = groups.get(canonicalName(row.name)) ?? [];
    const others = namesakes.filter(({ id }) => id !== row.id).map(({ id }) => String(id));
    const chosen = namesakes.length === 1 || namesakes.find(isRecorded)?.id === row.id;
    if (canonicalName(row.name) === '') leave(row, 'it has no name');
    else if (row.status !== 'active') leave(row, `it is ${row.status}`);
    else if (!chosen) leave(row, `${listed(others)} has the same name`);
    else if (row.fields.every((field) => typeof pullField(field) === 'string'))
      leave(row, 'it has no field that a plan can declare');
    else return true;
    return false;
  });
  return { kept, notes };
}

function definitionOf(
  row: ShopDefinition,
  names: ReadonlyMap<number, string>,
  path: string,
): { definition: CustomDataDefinition; notes: Note[] } {
  const notes: Note[] = [];
  const fields: FieldDefinition[] = [];
  for (const one of row.fields) {
    const field = pullField(one);
    if (typeof field !== 'string') fields.push(field);
    else
      notes.push({
        path: `${path}.fields`,
        message: `The field ${quoted(one.name)} is left out: ${field}.`,
      });
  }
  const known = new Set(fields.map(({ name }) => name));
  const { relationships, left } = pullRelationships(row.relationships, known, names);
  for (const { path: at, message } of left) notes.push({ path: `${path}${at}`, message });
  const keys = row.uniqueKeys ?? [];
  const keyed = keys.length > 0 && keys.every((key) => known.has(key));
  if (row.uniqueKeys === undefined)
    notes.push({ path, message: 'The API does not reveal its unique_keys.' });
  const definition: CustomDataDefinition = {
    name: names.get(row.id) ?? row.name,
    ...(row.description === undefined ? {} : { description: row.description }),
    ...(keyed ? { unique_keys: [...new Set(keys)] } : {}),
    fields,
    ...(relationships.length === 0 ? {} : { relationships }),
  };
  return { definition, notes };
}
