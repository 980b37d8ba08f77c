/** Findings -> what formats show. */
import { relative, sep } from 'node:path';
import { comparePaths } from '../connector/path.js';
import type { Severity } from '../plan/rule.js';
import type { Found } from './found.js';
import { helpUrl } from './help.js';
import type { Unchecked } from './static/unchecked.js';
import type { LintFinding, LintReport, LintUnchecked } from './types.js';

/** @param sourceLine The text of a line of a file, where it is known. */
export function makeReport(
  files: readonly string[],
  found: readonly Found[],
  cwd: string,
  sourceLine: (file: string, line: number) => string | undefined,
  unchecked?: readonly Unchecked[],
): LintReport {
  const shown = (file: string) => relative(cwd, file).split(sep).join('/');
  const findings = [...found].sort(byPlace).map((finding): LintFinding => {
    const { rule, severity, message, hint, path, file, range, fixture } = finding;
    const source = range && sourceLine(file, range.line);
    return {
      rule,
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
  });
  const count = (severity: Severity) =>
    findings.filter((finding) => finding.severity === severity).length;
  const summary = { error: count('error'), warning: count('warning'), info: count('info') };
  const report = { files: files.map(shown), findings, summary };
  return unchecked === undefined ? report : { ...report, unchecked: listed(unchecked, shown) };
}

function listed(all: readonly Unchecked[], shown: (file: string) => string): LintUnchecked[] {
  const entries = all.map(({ gap: { code, at }, path, message }): LintUnchecked => {
    return { code, message, path, file: shown(at.file), line: at.line, column: at.column };
  });
  // Targets can share a configuration, and modules.
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
