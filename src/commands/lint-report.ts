/** Which findings `lint` reports: those that the baseline does not know, and with --quiet only errors. */
import { resolve } from 'node:path';
import type { LintReport } from '../lint/types.js';
import type { Diagnostic, Invocation, OptionSpec, ReportFile } from './types.js';

export const BASELINE: OptionSpec = {
  flags: '--baseline <file>',
  description:
    'report only findings that are not in this file; writes it with all present findings if it does not exist',
};

/**
 * The report without the findings of the baseline. If the file does not exist, the report with the baseline to write.
 * @throws SpmError SPM_INVALID_VALUE
 */
export async function applyBaseline(
  report: LintReport,
  { options, cwd }: Invocation,
): Promise<{ report: LintReport; files: ReportFile[] }> {
  if (typeof options.baseline !== 'string') return { report, files: [] };
  const { baselineOf, canBeHidden, readBaseline, withoutBaseline } = await import(
    '../lint/baseline.js'
  );
  const path = resolve(cwd, options.baseline);
  const file = options.baseline;
  const known = readBaseline(path);
  if (known !== undefined) return { report: withoutBaseline(report, known, file), files: [] };
  const written = report.findings.filter(canBeHidden).length;
  return {
    report: { ...report, baseline: { file, hidden: 0, corrected: 0, written } },
    files: [{ format: 'baseline', content: baselineOf(report), path }],
  };
}

/** The report without warnings and information; its summary still counts them. */
export function applyQuiet(report: LintReport, { globals }: Invocation): LintReport {
  if (!globals.quiet) return report;
  const findings = report.findings.filter(({ severity }) => severity === 'error');
  return { ...report, findings, quiet: { hidden: report.findings.length - findings.length } };
}

/** Says why a run without errors has failed. */
export function limitDiagnostics(
  { summary: { warning } }: LintReport,
  { maxWarnings }: Invocation['options'],
): Diagnostic[] {
  if (typeof maxWarnings !== 'number' || warning <= maxWarnings) return [];
  const found = warning === 1 ? '1 warning was found' : `${warning} warnings were found`;
  return [
    {
      severity: 'error',
      code: 'lint/max-warnings',
      message: `${found}, and --max-warnings allows ${maxWarnings}`,
      hint: 'Correct the warnings, or allow more of them.',
    },
  ];
}
