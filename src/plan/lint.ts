import { plainCopy } from '../connector/plain.js';
import { type DeclaredNames, declaredNames } from './declared.js';
import { partOf } from './parts.js';
import { child, entry, segments, sortByPath } from './path.js';
import type {
  CodeNames,
  EnabledAnswers,
  Finding,
  LintInput,
  Rule,
  RuleProblem,
  RuleSettings,
} from './rule.js';
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
  /** What the plan declares with any of the settings; default: what this plan declares. */
  declared?: DeclaredNames;
  /** What the steps say about the settings. */
  enabled?: EnabledAnswers;
}

const NO_CODE: CodeNames = { sources: [], definitions: [] };

export interface LintOptions {
  /** Changes severities, or turns rules off. */
  rules?: RuleSettings;
}

/** Every finding about a connector or a bare plan, in the order of the places. Never throws on bad input. */
export function lintIntegration(subject: LintSubject, options: LintOptions = {}): Finding[] {
  const settings = options.rules ?? {};
  const path = subject.planPath ?? 'provisioning';
  const { integration, rawPlan, unreadable } = safely(subject, path);
  const plan = viewPlan(rawPlan, path);
  const input: LintInput = {
    integration,
    unreadable,
    plan,
    rawPlan,
    base: subject.base === undefined ? undefined : viewPlan(subject.base, ''),
    code: subject.code ?? NO_CODE,
    declared: subject.declared ?? declaredNames([plan]),
    enabled: subject.enabled ?? new Map(),
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

/** Copies both at once, for the plan often is a part of the Integration. */
function safely({ integration, plan }: LintSubject, path: string) {
  const copy = plainCopy({ integration, plan });
  const whole = partOf(copy.value, 'integration');
  return {
    integration: whole,
    rawPlan: partOf(copy.value, 'plan') ?? ownPlan(whole),
    unreadable: copy.problems.map((problem) => ({ ...problem, path: placeIn(problem.path, path) })),
  };
}

/** A place in the copy of both as one in either of them. */
function placeIn(place: string, planPath: string): string {
  const [owner, ...keys] = segments(place);
  const start = owner === 'plan' ? planPath : '';
  return keys.reduce<string>(
    (path, key) => (typeof key === 'number' ? entry(path, key) : child(path, key)),
    start,
  );
}

function ownPlan(integration: unknown): unknown {
  const plan = partOf(integration, 'provisioning');
  return typeof plan === 'function' ? undefined : plan;
}

function byRule(a: Finding, b: Finding): number {
  return a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0;
}
