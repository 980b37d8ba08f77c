import type { GraphSource } from '../../plan/graph-model.js';

/** Data sources by the key of their parent; those with an invalid parent are at the top. */
export function childrenOf(sources: readonly GraphSource[]): Map<string | null, GraphSource[]> {
  const children = new Map<string | null, GraphSource[]>();
  for (const source of sources) {
    const parent = source.problem === null ? source.parent : null;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [source]);
    else siblings.push(source);
  }
  return children;
}
