import { asFindings, lintIntegration } from '../plan/lint.js';
import type { Finding, RuleSettings } from '../plan/rule.js';
import { evaluation } from '../plan/rules/evaluation.js';
import type { EvaluatedPlan } from './evaluate.js';
import type { Found } from './found.js';
import type { ConnectorSubject } from './subject.js';

/** What is wrong with a connector and the plans that it gives. */
export function lintConnector(
  { file, integration, plans }: ConnectorSubject,
  rules: RuleSettings,
  base: unknown,
): Found[] {
  const lint = ({ plan, problem }: Omit<EvaluatedPlan, 'fixture'>): Finding[] =>
    problem === undefined
      ? lintIntegration({ integration, plan, base }, { rules })
      : asFindings(evaluation, [problem], rules);
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
