import type { FormPart } from '../../connector/config-schema.js';
import { hinted, isObject, isOneOf, type Problem } from '../../connector/problem.js';
import { didYouMean } from '../../nearest.js';
import { configPartsOf } from '../parts.js';
import type { Placed } from '../reader.js';
import type { Rule } from '../rule.js';
import { walk } from '../walk.js';

const ACTIONS = ['test_connection'];

export const configSteps: Rule = {
  id: 'connector/config-steps',
  severity: 'error',
  summary:
    'A step of the settings form depends on one that cannot come first, or ends with an unknown action.',
  explain:
    '`depends_on` names the keys of the steps to complete before; one that does not exist, or steps that wait for each ' +
    'other, can never be begun. The only `on_complete.action` is `test_connection`.',
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
      hinted({ path, message: `"${value}" is not the key of a step` }, didYouMean(value, keys)),
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
    problems.push({
      path: `${parts[nodes[0] ?? 0]?.path}.depends_on`,
      message: `steps wait for each other: ${[...keys, keys[0]].join(' -> ')}`,
    });
  });
  return problems;
}

function unknownAction({ path, part: { on_complete: end } }: FormPart): Problem[] {
  if (!isObject(end) || isOneOf(end.action, ACTIONS)) return [];
  const message = `must be 'test_connection'`;
  const hint = typeof end.action === 'string' ? didYouMean(end.action, ACTIONS) : undefined;
  return [hinted({ path: `${path}.on_complete.action`, message }, hint)];
}
