/** Marks connectors made with `spm-connect/kit`, since some of their calls would be ambiguous otherwise. */
import type { Integration } from '../types.js';

/** Registered globally, so that every copy of this package knows it. */
const OF_KIT = Symbol.for('spm-connect/kit');

export function markOfKit<S>(integration: Integration<S>): Integration<S> {
  if (Object.isExtensible(integration)) Object.defineProperty(integration, OF_KIT, { value: true });
  return integration;
}

export function isOfKit(integration: object): boolean {
  return Reflect.get(integration, OF_KIT) === true;
}
