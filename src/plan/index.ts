/** Pure analysis of plans and connectors. */

export { topoSortCustomData } from './graph.js';
export { type LintOptions, type LintSubject, lintIntegration } from './lint.js';
export { type Finding, type Rule, type RuleSettings, SEVERITIES, type Severity } from './rule.js';
export { RULES } from './rules/index.js';
