import { isObject } from '../connector/problem.js';
import { sortByPath } from './path.js';
import type { CodeNames, Finding, LintInput, Rule, RuleProblem, RuleSettings } from './rule.js';
import { RULES } from './rules/index.js';
import { viewPlan } from './view.js';

export interface LintSubject {
  /** What the module default-exports, of any shape. */
  integration?: unknown;
  /** The plan. Needed when the Integration's `provisioning` is a function; else its own is looked at. */
  plan?: unknown;
  /** Where the plan stands in its file, as a path; default `provisioning`. */
  planPath?: string;
  /** A plan that a shop already has. */
  base?: unknown;
  /** Names that the connector's code uses. */
  code?: CodeNames;
}

const NO_CODE: CodeNames = { sources: [], definitions: [] };

export interface LintOptions {
  /** Changes severities, or turns rules off. */
  rules?: RuleSettings;
}

/** Every finding about a connector or a bare plan, in the order of the places. Never throws on bad input. */
export function lintIntegration(subject: LintSubject, options: LintOptions = {}): Finding[] {
  const settings = options.rules ?? {};
  const rawPlan = subject.plan ?? ownPlan(subject.integration);
  const input: LintInput = {
    integration: subject.integration,
    plan: viewPlan(rawPlan, subject.planPath ?? 'provisioning'),
    rawPlan,
    base: subject.base === undefined ? undefined : viewPlan(subject.base, ''),
    code: subject.code ?? NO_CODE,
    settings,
    ruleIds: RULES.map(({ id }) => id),
  };
  return sortByPath(
    RULES.flatMap((rule) => apply(rule, input)),
    byRule,
  );
}

function apply(rule: Rule, input: LintInput): Finding[] {
  if (input.settings[rule.id] === 'off') return [];
  return asFindings(rule, rule.check(input), input.settings);
}

/** The problems as findings of the rule, for those that are found outside of it. */
export function asFindings(
  { id, severity }: Rule,
  problems: readonly RuleProblem[],
  settings: RuleSettings = {},
): Finding[] {
  const set = settings[id] ?? severity;
  return set === 'off' ? [] : problems.map((problem) => ({ rule: id, severity: set, ...problem }));
}

function ownPlan(integration: unknown): unknown {
  const plan = isObject(integration) ? integration.provisioning : undefined;
  return typeof plan === 'function' ? undefined : plan;
}

function byRule(a: Finding, b: Finding): number {
  return a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0;
}
