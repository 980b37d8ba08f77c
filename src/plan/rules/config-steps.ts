import type { FormPart } from '../../connector/config-schema.js';
import { isObject, isOneOf, type Problem, problem } from '../../connector/problem.js';
import { nearest } from '../../nearest.js';
import { configPartsOf } from '../parts.js';
import type { Placed } from '../reader.js';
import type { Rule } from '../rule.js';
import { walk } from '../walk.js';

const ACTIONS = ['test_connection'];

export const configSteps: Rule = {
  id: 'connector/config-steps',
  severity: 'error',
  summary:
    'A step of the settings form waits for a step that it can never follow, or has an unknown action.',
  explain:
    '`depends_on` names the steps to complete first. A merchant can never open a step that waits for an unknown step, or ' +
    'steps that wait for each other. The only `on_complete.action` is `test_connection`.',
  check({ integration }) {
    const parts = configPartsOf(integration).filter(({ path }) => path !== 'configSchema');
    return [
      ...parts.flatMap((part) => [...unknownSteps(part, parts), ...unknownAction(part)]),
      ...circles(parts),
    ];
  },
};

function unknownSteps(part: FormPart, parts: readonly FormPart[]): Problem[] {
  const keys = parts.map(({ key }) => key);
  return needs(part)
    .filter(({ value }) => !keys.includes(value))
    .map(({ path, value }) =>
      problem(path, 'unknown-step', { name: value, suggestion: nearest(value, keys) }),
    );
}

function needs({ path, part: { depends_on: given } }: FormPart): Placed<string>[] {
  const place = `${path}.depends_on`;
  if (typeof given === 'string') return [{ path: place, value: given }];
  if (!Array.isArray(given)) return [];
  return given.flatMap((value: unknown, index) =>
    typeof value === 'string' ? [{ path: `${place}[${index}]`, value }] : [],
  );
}

function circles(parts: readonly FormPart[]): Problem[] {
  const positions = new Map(parts.map(({ key }, index) => [key, index]));
  const graph = parts.map((part) => needs(part).flatMap(({ value }) => positions.get(value) ?? []));
  const problems: Problem[] = [];
  walk(graph, (nodes) => {
    const keys = nodes.flatMap((index) => parts[index]?.key ?? []);
    problems.push(
      problem(`${parts[nodes[0] ?? 0]?.path}.depends_on`, 'step-cycle', {
        way: [...keys, keys[0]].join(' -> '),
      }),
    );
  });
  return problems;
}

function unknownAction({ path, part: { on_complete: end } }: FormPart): Problem[] {
  if (!isObject(end) || isOneOf(end.action, ACTIONS)) return [];
  const suggestion = typeof end.action === 'string' ? nearest(end.action, ACTIONS) : undefined;
  return [problem(`${path}.on_complete.action`, 'not-one-of', { known: ACTIONS, suggestion })];
}
