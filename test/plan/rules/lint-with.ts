import type { ProvisioningPlan } from '../../../src/connector/types.js';
import { type LintOptions, type LintSubject, lintIntegration } from '../../../src/plan/lint.js';
import type { Finding } from '../../../src/plan/rule.js';

/** The findings of one rule, as `path: code name=value ...`, without the lists of known names. */
export function lintWith(rule: string, subject: LintSubject, options?: LintOptions): string[] {
  return lintIntegration(subject, options)
    .filter((finding) => finding.rule === rule)
    .map(findingText);
}

/** The findings in a plan of any type, or of the type that a rule expects. */
export function lintPlan(rule: string, plan: ProvisioningPlan | Record<string, unknown>): string[] {
  return lintWith(rule, { plan });
}

export function findingText({ path, code, args }: Finding): string {
  const values = Object.entries(args)
    .filter(([name, value]) => name !== 'known' && value !== undefined)
    .map(([name, value]) => ` ${name}=${Array.isArray(value) ? value.join() : value}`);
  return `${path.replace(/^provisioning\./, '')}: ${code}${values.join('')}`;
}
