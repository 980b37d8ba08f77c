import { asFindings, lintIntegration } from '../plan/lint.js';
import type { RuleSettings } from '../plan/rule.js';
import { syntax } from '../plan/rules/syntax.js';
import type { Found } from './found.js';
import type { PlanSubject } from './subject.js';

/** What is wrong with a plan file, each finding with its place in the file. */
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
  return lintIntegration({ plan: read.plan, parsed: true, planPath: '', base }, { rules }).map(
    (finding) => ({
      ...finding,
      file,
      range: read.place(finding.path, finding.ofKey),
    }),
  );
}
