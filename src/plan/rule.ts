/** What a lint rule is made of. */
import type { Problem } from '../connector/problem.js';
import type { PlanView } from './view.js';

export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How severe each rule is, by its id; rules that are not named keep their own severity. */
export type RuleSettings = Readonly<Record<string, Severity | 'off'>>;

/** What the rules look at. Grows with new kinds of input; a rule takes what it needs. */
export interface LintInput {
  /** What the module default-exports, of any shape; undefined when only a plan is looked at. */
  integration: unknown;
  plan: PlanView;
  settings: RuleSettings;
  /** Of every rule there is. */
  ruleIds: readonly string[];
}

/** Finds problems of one kind. The runner adds the id and the severity to each. */
export interface Rule {
  /** `group/name`; stable, since people write it into their configuration. */
  id: string;
  severity: Severity;
  /** One sentence: what is wrong when the rule fires. */
  summary: string;
  /** Why it matters and what to do, for `--explain`. */
  explain?: string;
  check(input: LintInput): Problem[];
}

export interface Finding extends Problem {
  rule: string;
  severity: Severity;
}
