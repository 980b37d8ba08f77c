import type { Problem } from '../../connector/problem.js';
import { dependencyGraph, pathAround } from '../graph.js';
import type { Rule } from '../rule.js';
import { walk } from '../walk.js';

export const definitionCycle: Rule = {
  id: 'plan/definition-cycle',
  severity: 'error',
  summary: 'Custom-data definitions refer to each other in a circle.',
  explain:
    'A definition can only be created after those that it refers to, because a relationship holds the id of its target. ' +
    'Remove one relationship of the circle, or point it to the numeric id of a definition that already exists.',
  check({ plan }) {
    const problems: Problem[] = [];
    walk(dependencyGraph(plan.definitions), (nodes) => {
      problems.push({
        path: plan.definitions[nodes[0] ?? 0]?.path ?? plan.path,
        message: `definitions refer to each other in a circle: ${pathAround(plan.definitions, nodes).join(' -> ')}`,
        hint: 'Remove one of these relationships.',
      });
    });
    return problems;
  },
};
