import { problem } from '../../connector/problem.js';
import { aroundText, cyclesOf } from '../cycles.js';
import type { Rule } from '../rule.js';
import { parentGraph } from '../source-graph.js';

export const parentCycle: Rule = {
  id: 'plan/parent-cycle',
  severity: 'error',
  summary: 'Data sources are parents of each other.',
  explain:
    'Provisioning creates a parent before its children, which is impossible in a circle. Remove one `parentKey` of the circle.',
  check({ plan }) {
    return cyclesOf(plan.sources, parentGraph(plan)).map((cycle) =>
      problem(`${cycle.at(-1)?.path}.parentKey`, 'parent-cycle', {
        way: aroundText(cycle.map(({ key }) => key)),
      }),
    );
  },
};
