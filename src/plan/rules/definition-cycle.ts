import { problem } from '../../connector/problem.js';
import { aroundText, cyclesOf } from '../cycles.js';
import { dependencyGraph, inPlanTarget } from '../graph.js';
import { canonicalName } from '../identity.js';
import type { Rule } from '../rule.js';
import type { DefinitionView } from '../view.js';

export const definitionCycle: Rule = {
  id: 'plan/definition-cycle',
  severity: 'error',
  summary: 'Custom-data definitions refer to each other in a circle.',
  explain:
    'A relationship holds the id of its target, so provisioning creates the target first, which is impossible in a circle. ' +
    'The finding shows the shortest circle. Remove one of its relationships, or use the numeric id of a definition that ' +
    'exists on the shop. A definition may refer to itself.',
  check({ plan: { definitions } }) {
    return cyclesOf(definitions, dependencyGraph(definitions)).map((cycle) =>
      problem(closing(cycle), 'definition-cycle', {
        way: aroundText(cycle.map(({ name }) => name)),
      }),
    );
  },
};

/** The relationship that leads from the last definition back to the first. */
function closing(cycle: readonly DefinitionView[]): string {
  const first = canonicalName(cycle[0]?.name ?? '');
  const last = cycle.at(-1);
  const back = last?.relationships.find((relationship) => inPlanTarget(relationship) === first);
  return `${back?.path}.targetSchema`;
}
