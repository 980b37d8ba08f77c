import { hinted, isOneOf, type Problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import { didYouMean } from '../../nearest.js';
import { type Fields, widgetsOf } from '../parts.js';
import type { Placed } from '../reader.js';
import type { Rule } from '../rule.js';

const TARGETS = ['email_template', 'popup', 'smart_content', 'stats_dashboard'];

export const widgetTargets: Rule = {
  id: 'connector/widget-targets',
  severity: 'error',
  summary: 'A widget has no place where it can be used, or one that does not exist.',
  explain: `The targets are ${TARGETS.join(', ')}. A widget is offered in the editors of its targets only.`,
  check: ({ integration }) => widgetsOf(integration).flatMap(check),
};

function check({ path, value: { targets } }: Placed<Fields>): Problem[] {
  if (!Array.isArray(targets) || targets.length === 0) {
    return [{ path: `${path}.targets`, message: 'must be a list with at least one target' }];
  }
  const placed = targets.map((value: unknown, index) => ({
    path: `${path}.targets[${index}]`,
    value,
  }));
  return [
    ...placed.flatMap(({ path, value }) => (isOneOf(value, TARGETS) ? [] : [unknown(path, value)])),
    ...repeats(placed, ({ value }) => (typeof value === 'string' ? value : '')).map(({ item }) => ({
      path: item.path,
      message: `"${item.value}" is named twice`,
    })),
  ];
}

function unknown(path: string, value: unknown): Problem {
  if (typeof value !== 'string') return { path, message: 'must be a text' };
  const hint = didYouMean(value, TARGETS) ?? `The targets are ${TARGETS.join(', ')}.`;
  return hinted({ path, message: `"${value}" is not a target` }, hint);
}
