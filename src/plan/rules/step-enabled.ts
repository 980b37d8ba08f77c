import { type Problem, problem } from '../../connector/problem.js';
import { stepsOf } from '../parts.js';
import type { EnabledAnswer, EnabledFault, Rule } from '../rule.js';

export const stepEnabled: Rule = {
  id: 'connector/step-enabled',
  severity: 'error',
  summary: 'The `enabled` function of a step throws or is async.',
  explain:
    'Every sync calls `enabled(settings)`, which must return true or false. If it throws, the run stops. If it is async, it ' +
    'returns a promise, which always counts as true.',
  check({ integration, enabled }) {
    return stepsOf(integration).flatMap(({ path }) =>
      faultsIn(enabled.get(path) ?? []).map(({ fault, onlyWith }) => ({
        ...faultProblem(`${path}.enabled`, fault),
        ...(onlyWith !== undefined && { onlyWith }),
      })),
    );
  },
};

function faultProblem(path: string, { reason }: EnabledFault): Problem {
  return reason === undefined
    ? problem(path, 'async-enabled', {})
    : problem(path, 'enabled-throws', { reason });
}

/** Each fault once; with its fixtures, unless all fixtures have it. */
function faultsIn(answers: readonly EnabledAnswer[]): { fault: EnabledFault; onlyWith?: string }[] {
  const faulty = answers.filter((answer) => answer.fault !== undefined);
  const groups = new Map<string | undefined, EnabledAnswer[]>();
  for (const answer of faulty) {
    const reason = answer.fault?.reason;
    groups.set(reason, [...(groups.get(reason) ?? []), answer]);
  }
  return [...groups].map(([reason, group]) => {
    const fault = reason === undefined ? {} : { reason };
    if (group.length === answers.length) return { fault };
    return { fault, onlyWith: group.flatMap(({ fixture = [] }) => fixture).join(', ') };
  });
}
