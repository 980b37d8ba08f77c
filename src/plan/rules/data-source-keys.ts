import { hinted, type Problem } from '../../connector/problem.js';
import { didYouMean } from '../../nearest.js';
import { repeats } from '../repeats.js';
import type { Rule } from '../rule.js';
import type { SourceView } from '../view.js';
import { walk } from '../walk.js';

export const dataSourceKeys: Rule = {
  id: 'plan/data-source-keys',
  severity: 'error',
  summary: 'Data sources share a key or a label, or a parent is missing or its own ancestor.',
  explain:
    'Sync steps find a source by its key, and provisioning finds it again on the shop by its label: both must be ' +
    'unique. A parent is created before its children, so it must be in the plan and must not descend from them.',
  check({ plan: { sources } }) {
    return [
      ...repeated(sources, 'key', ({ key }) => key),
      ...repeated(sources, 'label', ({ label }) => label.trim()),
      ...unknownParents(sources),
      ...parentCycles(sources),
    ];
  },
};

function repeated(
  sources: readonly SourceView[],
  what: 'key' | 'label',
  keyOf: (source: SourceView) => string,
): Problem[] {
  return repeats(sources, keyOf).map(({ item, first }) => ({
    path: what === 'key' ? `${item.path}.key` : `${item.path}.decl.label`,
    message: `"${keyOf(item)}" is already the ${what} of ${first.path}`,
  }));
}

function unknownParents(sources: readonly SourceView[]): Problem[] {
  const keys = sources.map(({ key }) => key);
  return sources.flatMap(({ path, parentKey }) => {
    if (parentKey === undefined || keys.includes(parentKey)) return [];
    const message = `"${parentKey}" is not the key of a data source of the plan`;
    return [hinted({ path: `${path}.parentKey`, message }, didYouMean(parentKey, keys))];
  });
}

function parentCycles(sources: readonly SourceView[]): Problem[] {
  const positions = new Map(sources.map(({ key }, index) => [key, index]));
  const graph = sources.map(({ parentKey }) => {
    const parent = parentKey === undefined ? undefined : positions.get(parentKey);
    return parent === undefined ? [] : [parent];
  });
  const problems: Problem[] = [];
  walk(graph, (nodes) => {
    const keys = nodes.map((index) => sources[index]?.key);
    problems.push({
      path: `${sources[nodes[0] ?? 0]?.path}.parentKey`,
      message: `a data source is its own ancestor: ${[...keys, keys[0]].join(' -> ')}`,
    });
  });
  return problems;
}
