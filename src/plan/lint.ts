import { child, entry, segments, sortByPath } from '../connector/path.js';
import { plainCopy } from '../connector/plain.js';
import type { Problem } from '../connector/problem.js';
import { withoutConsequences } from './consequences.js';
import { type DeclaredNames, declaredNames } from './declared.js';
import { partOf } from './parts.js';
import type {
  CodeNames,
  EnabledAnswers,
  Finding,
  LintInput,
  Rule,
  RuleProblem,
  RuleSettings,
  Written,
} from './rule.js';
import { RULES } from './rules/index.js';
import { withUnquoted } from './unquoted.js';
import { viewPlan } from './view.js';

export interface LintSubject {
  /** The default export of the module, of any type. */
  integration?: unknown;
  /** The plan, if `provisioning` is a function; default: the plan of the Integration. */
  plan?: unknown;
  /** The path of the plan in its file; default `provisioning`. */
  planPath?: string;
  /** The plan with the current configuration of the shop. */
  base?: unknown;
  /** The names that the code uses. */
  code?: CodeNames;
  /** The names that the plan declares with any settings; default: those of this plan. */
  declared?: DeclaredNames;
  /** The results of the steps' `enabled` for the settings. */
  enabled?: EnabledAnswers;
  /** How the file of the plan writes values. */
  written?: Written | undefined;
}

const NO_CODE: CodeNames = { sources: [], definitions: [] };

export interface LintOptions {
  /** Changes severities, or turns rules off. */
  rules?: RuleSettings;
}

/** All findings for a connector or a plan, sorted by place. Never throws on bad input. */
export function lintIntegration(subject: LintSubject, options: LintOptions = {}): Finding[] {
  try {
    return lint(subject, [], options);
  } catch {
    // A copy leaves out the parts that throw when they are read. Copying every time would be slow.
    const { safe, unreadable } = safely(subject);
    return lint(safe, unreadable, options);
  }
}

function lint(
  subject: LintSubject,
  unreadable: readonly Problem[],
  { rules: settings = {} }: LintOptions,
): Finding[] {
  const { integration } = subject;
  const rawPlan = subject.plan ?? ownPlan(integration);
  const plan = viewPlan(rawPlan, planPathOf(subject));
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
    written: subject.written,
    ruleIds: RULES.map(({ id }) => id),
  };
  const findings = RULES.flatMap((rule) => apply(rule, input));
  const all = withoutConsequences(findings, input).map((one) => withUnquoted(one, input));
  return sortByPath(all, byRule);
}

const planPathOf = ({ planPath = 'provisioning' }: LintSubject): string => planPath;

function apply(rule: Rule, input: LintInput): Finding[] {
  if (input.settings[rule.id] === 'off') return [];
  return asFindings(rule, rule.check(input), input.settings);
}

/** Turns problems that were found outside of the rules into findings. */
export function asFindings(
  { id, severity }: Rule,
  problems: readonly RuleProblem[],
  settings: RuleSettings = {},
): Finding[] {
  const set = settings[id] ?? severity;
  return set === 'off' ? [] : problems.map((problem) => ({ rule: id, severity: set, ...problem }));
}

/** Copies both together, because the plan is often a part of the Integration. */
function safely(subject: LintSubject): { safe: LintSubject; unreadable: Problem[] } {
  const copy = plainCopy({ integration: subject.integration, plan: subject.plan });
  return {
    safe: {
      ...subject,
      integration: partOf(copy.value, 'integration'),
      plan: partOf(copy.value, 'plan'),
    },
    unreadable: copy.problems.map((problem) => ({
      ...problem,
      path: placeIn(problem.path, planPathOf(subject)),
    })),
  };
}

/** Converts a path in the copy of both into a path in one of them. */
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
