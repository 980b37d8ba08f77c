import { isOneOf, type Problem, problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import { nearest } from '../../nearest.js';
import { type Fields, widgetsOf } from '../parts.js';
import type { Placed } from '../reader.js';
import type { Rule } from '../rule.js';

const TARGETS = ['email_template', 'popup', 'smart_content', 'stats_dashboard'];

export const widgetTargets: Rule = {
  id: 'connector/widget-targets',
  severity: 'error',
  summary: 'A widget has no target, or an unknown one.',
  explain: `The targets are ${TARGETS.join(', ')}. People can place a widget only in the editors of its targets.`,
  check: ({ integration }) => widgetsOf(integration).flatMap(check),
};

function check({ path, value: { targets } }: Placed<Fields>): Problem[] {
  if (!Array.isArray(targets) || targets.length === 0) {
    return [problem(`${path}.targets`, 'wrong-type', { expected: 'targets' })];
  }
  const placed = targets.map((value: unknown, index) => ({
    path: `${path}.targets[${index}]`,
    value,
  }));
  return [
    ...placed.flatMap(({ path, value }) => (isOneOf(value, TARGETS) ? [] : [unknown(path, value)])),
    ...repeats(placed, ({ value }) => (typeof value === 'string' ? value : '')).map(({ item }) =>
      problem(item.path, 'listed-twice', { name: String(item.value) }),
    ),
  ];
}

function unknown(path: string, value: unknown): Problem {
  if (typeof value !== 'string') return problem(path, 'wrong-type', { expected: 'text' });
  return problem(path, 'unknown-widget-target', {
    name: value,
    known: TARGETS,
    suggestion: nearest(value, TARGETS),
  });
}
