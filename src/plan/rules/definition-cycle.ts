import type { Problem } from '../../connector/problem.js';
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
    'A definition can only be created after those that it refers to, because a relationship holds the id of its target. ' +
    'Each group of definitions that refer to each other is told once, with the shortest way around in it. Remove one ' +
    'relationship of the circle, or point it to the numeric id of a definition that already exists. A definition may ' +
    'refer to itself.',
  check({ plan: { definitions } }) {
    return cyclesOf(definitions, dependencyGraph(definitions)).map(problem);
  },
};

function problem(cycle: readonly DefinitionView[]): Problem {
  const names = cycle.map(({ name }) => name);
  return {
    path: closing(cycle),
    message: `definitions refer to each other in a circle: ${aroundText(names)}`,
    hint: 'Remove one of these relationships.',
  };
}

/** The relationship that leads from the last definition back to the first. */
function closing(cycle: readonly DefinitionView[]): string {
  const first = canonicalName(cycle[0]?.name ?? '');
  const last = cycle.at(-1);
  const back = last?.relationships.find((relationship) => inPlanTarget(relationship) === first);
  return `${back?.path}.targetSchema`;
}
