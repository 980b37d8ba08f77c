import type { ProvisioningPlan } from '../../../src/connector/types.js';
import { type LintOptions, type LintSubject, lintIntegration } from '../../../src/plan/lint.js';
import type { Finding } from '../../../src/plan/rule.js';

/** What one rule finds, as `path: message`, with the hint behind it. */
export function lintWith(rule: string, subject: LintSubject, options?: LintOptions): string[] {
  return lintIntegration(subject, options)
    .filter((finding) => finding.rule === rule)
    .map(text);
}

/** The same for a plan in the shape that a rule expects, or that only JavaScript could write. */
export function lintPlan(rule: string, plan: ProvisioningPlan | Record<string, unknown>): string[] {
  return lintWith(rule, { plan });
}

function text({ path, message, hint }: Finding): string {
  const place = path.replace(/^provisioning\./, '');
  return hint === undefined ? `${place}: ${message}` : `${place}: ${message}. ${hint}`;
}
