import { cyclicComponents } from '../components.js';
import type { SourceView } from '../view.js';
import type { GraphSource } from './types.js';

export function graphSources(sources: readonly SourceView[]): GraphSource[] {
  const positions = new Map(sources.map(({ key }, index) => [key, index]));
  const parents = sources.map(({ parentKey }) =>
    parentKey === undefined ? undefined : positions.get(parentKey),
  );
  const circling = new Set(
    cyclicComponents(parents.map((parent) => (parent === undefined ? [] : [parent]))).flat(),
  );
  return sources.map(({ key, label, type, parentKey }, index) => ({
    key,
    label,
    type: type ?? null,
    parent: parentKey ?? null,
    problem: circling.has(index)
      ? 'own-ancestor'
      : parentKey !== undefined && parents[index] === undefined
        ? 'unknown-parent'
        : null,
  }));
}
