/** The rules as data: for lists, explanations, reports and the documentation. */
import type { Rule, Severity } from '../plan/rule.js';
import { RULES } from '../plan/rules/index.js';

export interface RuleInfo {
  id: string;
  /** Unless the configuration sets another. */
  severity: Severity;
  summary: string;
  explain: string;
  /** Page about the rule. */
  help: string;
}

/** Every rule, group by group, by its name. */
export function ruleCatalog(version: string): RuleInfo[] {
  return RULES.map((rule) => ruleInfo(rule, version)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function ruleInfo({ id, severity, summary, explain = summary }: Rule, version: string): RuleInfo {
  return { id, severity, summary, explain, help: helpUrl(id, version) };
}

/** The page that was published with this version. */
export function helpUrl(rule: string, version: string): string {
  return `https://unpkg.com/spm-connect@${version}/docs/lint.md#${rule}`;
}
