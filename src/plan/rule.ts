/** What a lint rule is made of. */
import type { Problem } from '../connector/problem.js';
import type { DeclaredNames } from './declared.js';
import type { PlanView } from './view.js';

export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How severe each rule is, by its id; rules that are not named keep their own severity. */
export type RuleSettings = Readonly<Record<string, Severity | 'off'>>;

/** A place in a file; lines and columns count from 1. */
export interface SourcePlace {
  /** Absolute. */
  file: string;
  line: number;
  column: number;
  endLine?: number;
  endColumn?: number;
}

/** A name that the connector's code uses as a literal, such as the key in `ctx.withSource('stores')`. */
export interface CodeName {
  name: string;
  at: SourcePlace;
}

/** What can be seen in the connector's code without running it. */
export interface CodeNames {
  /** Arguments of `withSource`. */
  sources: readonly CodeName[];
  /** Arguments of `customData`. */
  definitions: readonly CodeName[];
}

/** What a step's `enabled` answers with one settings fixture. */
export interface EnabledAnswer {
  /** Undefined for the defaults of the form alone. */
  fixture: string | undefined;
  enabled: boolean;
  /** Why there is no answer. */
  fault?: string;
}

/** By the place of the step, such as `syncSteps[2]`. */
export type EnabledAnswers = ReadonlyMap<string, readonly EnabledAnswer[]>;

/** What a rule finds. `at` is for rules about source code; a place inside a plan follows from the path. */
export interface RuleProblem extends Problem {
  at?: SourcePlace;
  /** The key at the path is meant, rather than what it holds. */
  ofKey?: true;
}

/** What the rules look at. Grows with new kinds of input; a rule takes what it needs. */
export interface LintInput {
  /** What the module default-exports, of any shape; undefined when only a plan is looked at. */
  integration: unknown;
  /** What threw when it was read; `integration` and the plan are copies without it then. */
  unreadable: readonly Problem[];
  plan: PlanView;
  /** The plan as it was given, of any shape. */
  rawPlan: unknown;
  /** A plan that a shop already has, which this one would extend. */
  base: PlanView | undefined;
  code: CodeNames;
  /** What the plan has with any of the settings fixtures. */
  declared: DeclaredNames;
  enabled: EnabledAnswers;
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
  /** What it checks, why it matters and what to do, in a few sentences, for `--explain`. */
  explain: string;
  check(input: LintInput): RuleProblem[];
}

export interface Finding extends RuleProblem {
  rule: string;
  severity: Severity;
}
