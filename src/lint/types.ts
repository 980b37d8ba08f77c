/** What linting gives: data for every format. */
import type { Severity } from '../plan/rule.js';
import type { RuleInfo } from './catalog.js';

export interface LintFinding {
  rule: string;
  severity: Severity;
  message: string;
  hint?: string;
  /** Page about the rule. */
  help: string;
  /** Such as `provisioning.customData[2].name`; empty for the whole. */
  path: string;
  /** Relative to the working directory, with forward slashes. */
  file: string;
  /** Counted from 1, where the place in the file is known. */
  line?: number;
  column?: number;
  end_line?: number;
  end_column?: number;
  /** The text of that line, unless it is longer than anyone reads. */
  source?: string;
  /** The settings fixtures that it appears with, commas between, where the plan depends on settings. */
  fixture?: string;
}

export interface LintReport {
  /** What was looked at, relative to the working directory. */
  files: string[];
  /** In the order of the files and of the places in them. */
  findings: LintFinding[];
  summary: Record<Severity, number>;
}

/** What formats are made of: the report, and who made it with what. */
export interface LintContent {
  report: LintReport;
  /** Of spm-connect. */
  version: string;
  /** Every rule that may have findings. */
  rules: readonly RuleInfo[];
}
