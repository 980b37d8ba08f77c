import { cyclicComponents } from '../components.js';
import type { Rule } from '../rule.js';
import { parentGraph } from '../source-graph.js';

export const parentOrder: Rule = {
  id: 'plan/parent-order',
  severity: 'warning',
  summary: 'A data source stands before its parent.',
  explain:
    'Provisioning creates parents first, in whatever order they stand. But a plan is read from the top, and other tools for ' +
    'the platform create sources in the order of the plan: there the parent would not exist yet. Move it up.',
  check({ plan }) {
    const graph = parentGraph(plan);
    const circles = new Set(cyclicComponents(graph).flat());
    return plan.sources.flatMap(({ path, parentKey }, index) => {
      const [parent = 0] = graph[index] ?? [];
      if (parent <= index || circles.has(index)) return [];
      return [
        {
          path: `${path}.parentKey`,
          message: `"${parentKey}" is declared later, as ${plan.sources[parent]?.path}`,
          hint: 'Move the parent before its children.',
        },
      ];
    });
  },
};
