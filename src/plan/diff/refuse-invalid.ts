import { definitionProblems, hasCodeName } from '../../connector/custom-data.js';
import { type Problem, problem, problemText } from '../../connector/problem.js';
import type { ProvisioningPlan } from '../../connector/types.js';
import type { Change } from './types.js';

/** Replaces the changes of invalid resources, which no shop accepts, by a conflict. */
export function refuseInvalid(changes: readonly Change[], plan: ProvisioningPlan): Change[] {
  const refused = new Map<string, Change>();
  const kept = changes.filter((change) => {
    const problems = problemsOf(change, plan);
    if (problems.length === 0) return true;
    refused.set(`${change.kind}:${change.key}`, refusal(change, problems));
    return false;
  });
  return [...kept, ...refused.values()];
}

function problemsOf({ kind, key, action }: Change, plan: ProvisioningPlan): Problem[] {
  if (kind === 'event')
    return hasCodeName({ code_name: key, name: {} })
      ? []
      : [problem('code_name', 'wrong-type', { expected: 'name' })];
  if (kind !== 'customData' || action === 'drift') return [];
  const def = plan.customData?.find(({ name }) => name === key);
  return def ? definitionProblems(def) : [];
}

function refusal({ kind, key, id }: Change, problems: readonly Problem[]): Change {
  const message = problems.map(problemText).join('; ');
  const hint = 'Correct the plan. Nothing was sent, because the shop would reject it.';
  return { kind, key, id, action: 'conflict', message, hint } as Change;
}
