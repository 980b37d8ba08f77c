import { child, entry, segments, sortByPath } from '../connector/path.js';
import { plainCopy } from '../connector/plain.js';
import type { Problem } from '../connector/problem.js';
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
} from './rule.js';
import { RULES } from './rules/index.js';
import { viewPlan } from './view.js';

export interface LintSubject {
  /** What the module default-exports, of any shape. */
  integration?: unknown;
  /** The plan. Needed when the Integration's `provisioning` is a function; else its own is looked at. */
  plan?: unknown;
  /** The plan was read from a text, so that it is safe to look at as it is. */
  parsed?: boolean;
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
  try {
    return lint(subject, [], options);
  } catch {
    // What throws when it is read is looked at as a copy; for all others, copying would only cost time.
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
    ruleIds: RULES.map(({ id }) => id),
  };
  return sortByPath(
    RULES.flatMap((rule) => apply(rule, input)),
    byRule,
  );
}

const planPathOf = ({ planPath = 'provisioning' }: LintSubject): string => planPath;

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
