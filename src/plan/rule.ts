/** The types of lint rules. */
import type { Problem } from '../connector/problem.js';
import type { DeclaredNames } from './declared.js';
import type { PlanView } from './view.js';

export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Severities by rule id; other rules keep their own severity. */
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

/** The names in the code of the connector, read without running it. */
export interface CodeNames {
  /** Arguments of `withSource`. */
  sources: readonly CodeName[];
  /** Arguments of `customData`. */
  definitions: readonly CodeName[];
}

/** The text of the single value at a path, or of its key; undefined if there is none. */
export type Written = (path: string, ofKey?: boolean) => string | undefined;

/** What `enabled` of a step returns for one settings fixture. */
export interface EnabledAnswer {
  /** Undefined for the defaults of the form alone. */
  fixture: string | undefined;
  enabled: boolean;
  /** Why there is no answer. */
  fault?: EnabledFault;
}

/** `enabled` is async, or throws for this reason. */
export interface EnabledFault {
  reason?: string;
}

/** By the path of the step, such as `syncSteps[2]`. */
export type EnabledAnswers = ReadonlyMap<string, readonly EnabledAnswer[]>;

/** A problem that a rule finds. */
export interface RuleProblem extends Problem {
  /** The place in source code; the path gives the place in a plan. */
  at?: SourcePlace;
  /** The problem is the key at the path, not its value. */
  ofKey?: true;
  /** The settings fixtures that have the problem, for a problem that depends on the fixtures and not on the plan. */
  onlyWith?: string;
}

/** The input of every rule; each rule uses the parts that it needs. */
export interface LintInput {
  /** The default export of the module, of any type; undefined if there is only a plan. */
  integration: unknown;
  /** The parts that threw when they were read; `integration` and the plan are then copies without them. */
  unreadable: readonly Problem[];
  plan: PlanView;
  /** The plan as given, of any type. */
  rawPlan: unknown;
  /** The plan with the current configuration of the shop. */
  base: PlanView | undefined;
  code: CodeNames;
  /** The names that the plan declares with any settings fixture. */
  declared: DeclaredNames;
  enabled: EnabledAnswers;
  settings: RuleSettings;
  /** How the plan file writes values; undefined if the plan does not come from a file. */
  written: Written | undefined;
  /** The ids of all rules. */
  ruleIds: readonly string[];
}

/** Finds problems of one kind. `lintIntegration` adds the id and the severity. */
export interface Rule {
  /** `group/name`; stable, since people write it into their configuration. */
  id: string;
  severity: Severity;
  /** One sentence: what is wrong when the rule fires. */
  summary: string;
  /** For `--explain`: what it checks, why it matters and what to do, in a few sentences. */
  explain: string;
  check(input: LintInput): RuleProblem[];
}

export interface Finding extends RuleProblem {
  rule: string;
  severity: Severity;
}
