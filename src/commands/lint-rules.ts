/** The part of `lint` that describes the rules. */
import type { RuleInfo } from '../lint/catalog.js';
import type { RuleExplanation } from '../lint/explain.js';
import type { OptionSpec, Report } from './types.js';

/** The data about rules. */
export type RulesData = { rules: RuleInfo[] } | { rule: RuleExplanation };

export const RULE_OPTIONS: readonly OptionSpec[] = [
  { flags: '--list-rules', description: 'list every rule' },
  { flags: '--explain <rule>', description: 'explain a rule, with examples' },
];

/** Undefined if the options ask nothing about rules. @throws SpmError SPM_UNKNOWN_RULE */
export async function describeRules(
  options: Readonly<Record<string, unknown>>,
): Promise<Report<RulesData> | undefined> {
  if (typeof options.explain === 'string') {
    const { explainRule } = await import('../lint/explain.js');
    return { data: { rule: await explainRule(options.explain) } };
  }
  if (options.listRules !== true) return undefined;
  const { ruleCatalog } = await import('../lint/catalog.js');
  return { data: { rules: ruleCatalog() } };
}
