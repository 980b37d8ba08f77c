import { plainCopy } from '../connector/plain.js';
import { type DeclaredNames, declaredNames } from '../plan/declared.js';
import { asFindings, lintIntegration } from '../plan/lint.js';
import type { Finding, RuleSettings } from '../plan/rule.js';
import { evaluation } from '../plan/rules/evaluation.js';
import { viewPlan } from '../plan/view.js';
import type { EvaluatedPlan } from './evaluate.js';
import type { Found } from './found.js';
import type { ConnectorSubject } from './subject.js';

/** What is wrong with a connector and the plans that it gives. */
export function lintConnector(
  { file, integration, plans, enabled }: ConnectorSubject,
  rules: RuleSettings,
  base: unknown,
): Found[] {
  const subject = {
    integration,
    base,
    enabled,
    ...(plans.length > 1 && { declared: allNames(plans) }),
  };
  const lint = ({ plan, problem }: EvaluatedPlan): Finding[] => [
    ...(problem === undefined ? [] : asFindings(evaluation, [problem], rules)),
    ...lintIntegration({ ...subject, plan }, { rules }),
  ];
  const found =
    plans.length === 0
      ? lint({ plan: undefined })
      : plans.flatMap((evaluated) =>
          lint(evaluated).map((finding) => ({
            ...finding,
            ...(evaluated.fixture !== undefined && { fixture: evaluated.fixture }),
          })),
        );
  return mergeRepeats(found, plans.length).map((finding) => ({ ...finding, file }));
}

/** What is there with any of the settings may be used by the code. */
function allNames(plans: readonly EvaluatedPlan[]): DeclaredNames {
  return declaredNames(plans.map(({ plan }) => viewPlan(plainCopy(plan).value, '')));
}

type OfFixture = Finding & { fixture?: string };

/** A finding of several fixtures is said once; one of all of them names none. */
function mergeRepeats(found: readonly OfFixture[], fixtures: number): OfFixture[] {
  const groups = new Map<string, OfFixture[]>();
  for (const finding of found) {
    const key = JSON.stringify({ ...finding, fixture: undefined });
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const { fixture, ...content } = first;
    return [fixture === undefined || more.length + 1 === fixtures ? content : first];
  });
}
