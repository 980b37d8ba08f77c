import type { DataSourcePlan } from '../../connector/types.js';
import { SpmError } from '../../errors.js';
import { type Conflict, repeated } from './conflict.js';

export interface Ordered {
  ordered: DataSourcePlan[];
  /** Sources that cannot be provisioned, and why. */
  refused: { key: string; conflict: Conflict }[];
}

/** Breadth first from the roots, in declaration order. Throws SPM_PLAN_CYCLE. */
export function parentsFirst(sources: readonly DataSourcePlan[]): Ordered {
  const byKey = new Map<string, DataSourcePlan>();
  const twice: Ordered['refused'] = [];
  for (const source of sources) {
    const { key } = source;
    if (byKey.has(key)) twice.push({ key, conflict: TWICE });
    else byKey.set(key, source);
  }
  const children = new Map<string | undefined, DataSourcePlan[]>();
  const cut: Ordered['refused'] = [];
  for (const source of byKey.values()) {
    const { key, parentKey } = source;
    if (parentKey === undefined || byKey.has(parentKey)) append(children, parentKey, source);
    else cut.push({ key, conflict: unknownParent(parentKey) });
  }
  const ordered = [...(children.get(undefined) ?? [])];
  for (const source of ordered) ordered.push(...(children.get(source.key) ?? []));
  const settled = new Set([...ordered, ...cut].map(({ key }) => key));
  return { ordered, refused: [...twice, ...cut, ...belowCut(byKey, settled)] };
}

/** A source that no root reaches is below a rejected source, or in a circle, which throws. */
function belowCut(
  byKey: ReadonlyMap<string, DataSourcePlan>,
  settled: Set<string>,
): Ordered['refused'] {
  const found: Ordered['refused'] = [];
  for (const source of byKey.values()) {
    const path = new Set<string>();
    for (let at = source; !settled.has(at.key); at = byKey.get(at.parentKey ?? '') ?? at) {
      if (path.has(at.key)) throw cycle([...path], at.key);
      path.add(at.key);
    }
    for (const key of path) {
      settled.add(key);
      found.push({ key, conflict: CUT_OFF });
    }
  }
  return found;
}

const TWICE = repeated(
  'two data sources of this key',
  'Give each a different key. Only the first is provisioned.',
);

const CUT_OFF: Conflict = {
  action: 'conflict',
  reason: 'missing-parent',
  id: null,
  message: 'A parent of this source cannot be provisioned',
  hint: 'Correct the parent first.',
};

function unknownParent(parentKey: string): Conflict {
  return {
    action: 'conflict',
    reason: 'missing-parent',
    id: null,
    message: `parentKey "${parentKey}" is not the key of a source in the plan`,
    hint: 'Add a source with that key to the plan, or correct parentKey.',
  };
}

function cycle(walked: string[], key: string): SpmError {
  const path = [...walked.slice(walked.indexOf(key)), key];
  const message = `Data sources are their own parents: ${path.join(' -> ')}`;
  const hint = 'Remove one parentKey of the circle.';
  return new SpmError('SPM_PLAN_CYCLE', message, { hint, details: { path } });
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
