import { aroundText, cyclesOf } from '../cycles.js';
import type { Rule } from '../rule.js';
import { parentGraph } from '../source-graph.js';

export const parentCycle: Rule = {
  id: 'plan/parent-cycle',
  severity: 'error',
  summary: 'A data source is its own ancestor.',
  explain:
    'A parent is created before its children, so no source can be above itself. Remove one `parentKey` of the circle.',
  check({ plan }) {
    return cyclesOf(plan.sources, parentGraph(plan)).map((cycle) => ({
      path: `${cycle.at(-1)?.path}.parentKey`,
      message: `a data source is its own ancestor: ${aroundText(cycle.map(({ key }) => key))}`,
    }));
  },
};
