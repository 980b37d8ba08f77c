import { asFindings, lintIntegration } from '../plan/lint.js';
import type { RuleSettings } from '../plan/rule.js';
import { syntax } from '../plan/rules/syntax.js';
import type { Found } from './found.js';
import type { PlanSubject } from './subject.js';

/** The findings of a plan file, with their places in it. */
export function lintPlanFile(
  { file, read }: Pick<PlanSubject, 'file' | 'read'>,
  rules: RuleSettings,
  base: unknown,
): Found[] {
  if (read.problems.length > 0) {
    return read.problems.flatMap(({ at: range, ...problem }) =>
      asFindings(syntax, [{ path: '', ...problem }], rules).map((finding) => ({
        ...finding,
        file,
        range,
      })),
    );
  }
  const { plan, written } = read;
  return lintIntegration({ plan, written, planPath: '', base }, { rules }).map((finding) => ({
    ...finding,
    file,
    range: read.place(finding.path, finding.ofKey),
  }));
}
