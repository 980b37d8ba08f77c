/** Makes the report from the findings. */
import { relative, sep } from 'node:path';
import { comparePaths } from '../connector/path.js';
import { problemSentence } from '../connector/problem.js';
import type { Severity } from '../plan/rule.js';
import { uniqueFingerprints } from './fingerprint.js';
import type { Found } from './found.js';
import { helpUrl } from './help.js';
import type { Unchecked } from './static/unchecked.js';
import type { LintFinding, LintReport, LintUnchecked } from './types.js';

/** @param sourceLine The text of a line of a file, if known. */
export function makeReport(
  files: readonly string[],
  found: readonly Found[],
  cwd: string,
  sourceLine: (file: string, line: number) => string | undefined,
  unchecked?: readonly Unchecked[],
): LintReport {
  const shown = (file: string) => relative(cwd, file).split(sep).join('/');
  const findings = withFingerprints(
    [...found].sort(byPlace).map((finding) => {
      const { rule, code, args, severity, path, file, range, fixture } = finding;
      const { message, hint } = problemSentence(finding);
      const source = range && sourceLine(file, range.line);
      return {
        rule,
        code,
        args: args as LintFinding['args'],
        severity,
        message,
        ...(hint !== undefined && { hint }),
        help: helpUrl(rule),
        path,
        file: shown(file),
        ...(range !== undefined && {
          line: range.line,
          column: range.column,
          end_line: range.endLine,
          end_column: range.endColumn,
        }),
        ...(source !== undefined && { source }),
        ...(fixture !== undefined && { fixture }),
      };
    }),
  );
  const report = { files: files.map(shown), findings, summary: summaryOf(findings) };
  return unchecked === undefined ? report : { ...report, unchecked: listed(unchecked, shown) };
}

function withFingerprints(findings: readonly Omit<LintFinding, 'fingerprint'>[]): LintFinding[] {
  const prints = uniqueFingerprints(findings);
  return findings.map((finding, index) => ({ ...finding, fingerprint: prints[index] ?? '' }));
}

export function summaryOf(findings: readonly LintFinding[]): LintReport['summary'] {
  const count = (severity: Severity) =>
    findings.filter((finding) => finding.severity === severity).length;
  return { error: count('error'), warning: count('warning'), info: count('info') };
}

function listed(all: readonly Unchecked[], shown: (file: string) => string): LintUnchecked[] {
  const entries = all.map(({ gap: { code, at }, path, message }): LintUnchecked => {
    return { code, message, path, file: shown(at.file), line: at.line, column: at.column };
  });
  // Targets can share a configuration and modules.
  const once = new Map(entries.map((one) => [JSON.stringify(one), one]));
  return [...once.values()].sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column,
  );
}

function byPlace(a: Found, b: Found): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  const line = (a.range?.line ?? 0) - (b.range?.line ?? 0);
  const column = (a.range?.column ?? 0) - (b.range?.column ?? 0);
  return line || column || comparePaths(a.path, b.path);
}
