/** Reads the `properties` of an event: four slots, each a list of properties or a map from name to property. */

import { child } from '../connector/path.js';
import { isObject, type Problem, problem } from '../connector/problem.js';
import { type ObjectReader, Reader } from './reader.js';

export interface PropertyView {
  path: string;
  /** The path of the slot that the property is in. */
  slot: string;
  name: string;
  type: string;
}

export interface PropertiesView {
  properties: PropertyView[];
  /** Keys that are not slots. */
  unknownSlots: { path: string; key: string }[];
  problems: Problem[];
}

const PEOPLE = ['contact', 'visitor'];
export const SLOTS = ['metaData', 'customData', ...PEOPLE.map((who) => `${who}.customData`)];

/** `path` is the place of the properties. */
export function viewProperties(given: Record<string, unknown>, path: string): PropertiesView {
  const reader = new Reader();
  const view: PropertiesView = { properties: [], unknownSlots: [], problems: reader.problems };
  for (const [key, value] of Object.entries(given)) {
    const place = child(path, key);
    if (SLOTS.includes(key)) view.properties.push(...ofSlot(reader, value, place, key));
    else if (PEOPLE.includes(key)) addPerson(view, reader, value, place, key);
    else view.unknownSlots.push({ path: place, key });
  }
  return view;
}

/** `contact: { customData: [...] }` is another way to write `contact.customData`. */
function addPerson(
  view: PropertiesView,
  reader: Reader,
  value: unknown,
  path: string,
  who: string,
): void {
  if (!isObject(value)) {
    reader.wrongType(path, 'object', value);
    return;
  }
  for (const [key, slot] of Object.entries(value)) {
    const place = child(path, key);
    if (key !== 'customData') view.unknownSlots.push({ path: place, key: `${who}.${key}` });
    else view.properties.push(...ofSlot(reader, slot, place, `${who}.customData`));
  }
}

function ofSlot(reader: Reader, value: unknown, path: string, slot: string): PropertyView[] {
  if (Array.isArray(value)) {
    return Array.from(value, (entry, index) => reader.object(entry, `${path}[${index}]`)).flatMap(
      (entry) => (entry === undefined ? [] : [viewProperty(entry, slot, entry.name('name'))]),
    );
  }
  if (isObject(value)) {
    return Object.entries(value).flatMap(([name, rest]) => {
      const place = child(path, name);
      if (name.trim() === '') reader.problems.push(problem(path, 'unnamed-property', {}));
      const entry = reader.object(rest, place);
      return entry === undefined ? [] : [viewProperty(entry, slot, name)];
    });
  }
  reader.wrongType(path, 'event-properties', value);
  return [];
}

function viewProperty(entry: ObjectReader, slot: string, name: string): PropertyView {
  entry.optionalFlag('required');
  entry.optionalText('description');
  return { path: entry.path, slot, name, type: entry.name('type') };
}
