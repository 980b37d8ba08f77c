/** Which connectors are made with `spm-connect/kit`: where a form cannot be told from a value, theirs is the kit's. */
import type { Integration } from '../types.js';

/** By a symbol that every copy of this package knows. */
const OF_KIT = Symbol.for('spm-connect/kit');

export function markOfKit<S>(integration: Integration<S>): Integration<S> {
  if (Object.isExtensible(integration)) Object.defineProperty(integration, OF_KIT, { value: true });
  return integration;
}

export function isOfKit(integration: object): boolean {
  return Reflect.get(integration, OF_KIT) === true;
}
