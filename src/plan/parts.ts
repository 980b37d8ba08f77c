/** The parts of an Integration of any type, with their places. Skips parts that are not objects. */
import {
  type FormField,
  type FormPart,
  formFields,
  formParts,
} from '../connector/config-schema.js';
import { child } from '../connector/path.js';
import { isObject } from '../connector/problem.js';
import type { Placed } from './reader.js';

export type Fields = Record<string, unknown>;

export interface PlacedStep {
  path: string;
  step: Fields;
}

export function stepsOf(integration: unknown): PlacedStep[] {
  return objectsIn(integration, 'syncSteps').map(({ path, value }) => ({ path, step: value }));
}

export function widgetsOf(integration: unknown): Placed<Fields>[] {
  return objectsIn(integration, 'widgets');
}

/** Steps, groups, and the fields outside of them, of the settings form. */
export function configPartsOf(integration: unknown): FormPart[] {
  return formParts(partOf(integration, 'configSchema')).map(inForm);
}

export function configFieldsOf(integration: unknown): FormField[] {
  return formFields(partOf(integration, 'configSchema')).map(inForm);
}

/** The entries of an object in the Integration, such as its hooks. */
export function entriesOf(
  integration: unknown,
  key: string,
): (Placed<unknown> & { key: string })[] {
  const part = partOf(integration, key);
  if (!isObject(part)) return [];
  return Object.entries(part).map(([name, value]) => ({
    path: child(key, name),
    key: name,
    value,
  }));
}

/** The objects in the list at a key. */
export function objectsIn(parent: unknown, key: string, path = key): Placed<Fields>[] {
  const list = partOf(parent, key);
  if (!Array.isArray(list)) return [];
  return list.flatMap((value: unknown, index) =>
    isObject(value) ? [{ path: `${path}[${index}]`, value }] : [],
  );
}

export function partOf(parent: unknown, key: string): unknown {
  return isObject(parent) ? parent[key] : undefined;
}

function inForm<T extends { path: string }>(item: T): T {
  return { ...item, path: item.path === '' ? 'configSchema' : `configSchema.${item.path}` };
}
