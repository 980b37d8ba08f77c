import { problem } from '../../connector/problem.js';
import { cyclicComponents } from '../components.js';
import type { Rule } from '../rule.js';
import { parentGraph } from '../source-graph.js';

export const parentOrder: Rule = {
  id: 'plan/parent-order',
  severity: 'warning',
  summary: 'A data source comes before its parent.',
  explain:
    'Provisioning creates parents first, in any order of the plan. But other tools for the platform create sources in the ' +
    'order of the plan, so the parent would not exist yet. Move the parent up.',
  check({ plan }) {
    const graph = parentGraph(plan);
    const circles = new Set(cyclicComponents(graph).flat());
    return plan.sources.flatMap(({ path, parentKey }, index) => {
      const [parent = 0] = graph[index] ?? [];
      if (parent <= index || circles.has(index)) return [];
      return [
        problem(`${path}.parentKey`, 'parent-later', {
          name: parentKey ?? '',
          parent: plan.sources[parent]?.path ?? '',
        }),
      ];
    });
  },
};
