/** The lint report: data for all formats. */
import type { Severity } from '../plan/rule.js';
import type { RuleInfo } from './catalog.js';
import type { GapCode } from './static/gaps.js';

export interface LintFinding {
  rule: string;
  /** Which sentence it is; stable. */
  code: string;
  /** The values in the sentence. */
  args: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  severity: Severity;
  message: string;
  hint?: string;
  /** Page about the rule. */
  help: string;
  /** Such as `provisioning.customData[2].name`; empty for the whole. */
  path: string;
  /** Relative to the working directory, with forward slashes. */
  file: string;
  /** Counted from 1; absent if only the file is known. */
  line?: number;
  column?: number;
  end_line?: number;
  end_column?: number;
  /** The text of that line, unless it is very long. */
  source?: string;
  /** The settings fixtures that have the finding, separated by commas, if not all have it. */
  fixture?: string;
  /** Equal for the same finding in another run, also if it moved in its file. No two findings have the same. */
  fingerprint: string;
}

/** A part of the connector that `--no-run` could not read. */
export interface LintUnchecked {
  /** Stable; see the list in `docs/lint.md`. */
  code: GapCode;
  message: string;
  /** The unknown part, such as `provisioning.customData[2]`; empty for the whole. */
  path: string;
  /** Where reading ended, relative to the working directory, with forward slashes. */
  file: string;
  line: number;
  column: number;
}

export interface LintReport {
  /** The checked files, relative to the working directory. */
  files: string[];
  /** Sorted by file and place. */
  findings: LintFinding[];
  summary: Record<Severity, number>;
  /** Only with `--no-run`: the parts that could not be checked. */
  unchecked?: LintUnchecked[];
  /** Only with `--baseline`. */
  baseline?: {
    /** The path as given on the command line. */
    file: string;
    /** Findings that are in the baseline, and so not in this report. */
    hidden: number;
    /** Findings of the baseline that are gone. */
    corrected: number;
    /** Findings that were written to a new baseline. */
    written: number;
  };
  /** Only with `--quiet`: how many findings are not in this report, though the summary counts them. */
  quiet?: { hidden: number };
}

/** The input of a format: the report, and facts about spm-connect. */
export interface LintContent {
  report: LintReport;
  /** The version of spm-connect. */
  version: string;
  /** All rules. */
  rules: readonly RuleInfo[];
}
