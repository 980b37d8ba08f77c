/** The rules as data: for lists, explanations, reports and the documentation. */
import type { Rule, Severity } from '../plan/rule.js';
import { RULES } from '../plan/rules/index.js';
import { helpUrl } from './help.js';

export interface RuleInfo {
  id: string;
  /** The default severity. */
  severity: Severity;
  summary: string;
  explain: string;
  /** Page about the rule. */
  help: string;
}

/** All rules, sorted by id. */
export function ruleCatalog(): RuleInfo[] {
  return RULES.map(ruleInfo).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function ruleInfo({ id, severity, summary, explain = summary }: Rule): RuleInfo {
  return { id, severity, summary, explain, help: helpUrl(id) };
}
