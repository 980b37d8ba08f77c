/** What linting gives: data for every format. */
import type { Severity } from '../plan/rule.js';
import type { RuleInfo } from './catalog.js';
import type { GapCode } from './static/gaps.js';

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

/** A part of the connector that `--no-run` could not read. */
export interface LintUnchecked {
  /** Stable; see the list in `docs/lint.md`. */
  code: GapCode;
  message: string;
  /** What of the connector it is, such as `provisioning.customData[2]`; empty for the whole. */
  path: string;
  /** Where reading ended: relative to the working directory, with forward slashes; the rest counted from 1. */
  file: string;
  line: number;
  column: number;
}

export interface LintReport {
  /** What was looked at, relative to the working directory. */
  files: string[];
  /** In the order of the files and of the places in them. */
  findings: LintFinding[];
  summary: Record<Severity, number>;
  /** Only where nothing was run: what could not be checked for that. */
  unchecked?: LintUnchecked[];
}

/** What formats are made of: the report, and who made it with what. */
export interface LintContent {
  report: LintReport;
  /** Of spm-connect. */
  version: string;
  /** Every rule that may have findings. */
  rules: readonly RuleInfo[];
}
