/** Services that read reports know files by their places in the checkout, not in the working directory. */
import { posix, relative, sep } from 'node:path';
import type { LintReport } from './types.js';

/** Where CI services say that the checkout lies. */
const ROOTS = ['GITHUB_WORKSPACE', 'CI_PROJECT_DIR'];

/** The report with files named from the root of the checkout; as it is where there is none around `cwd`. */
export function seenFromCheckout(
  report: LintReport,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): LintReport {
  const root = ROOTS.map((name) => env[name]).find(Boolean);
  const way = root === undefined ? '' : relative(root, cwd).split(sep).join('/');
  if (way === '' || way.startsWith('..') || posix.isAbsolute(way)) return report;
  const seen = (file: string) => posix.join(way, file);
  return {
    ...report,
    files: report.files.map(seen),
    findings: report.findings.map((finding) => ({ ...finding, file: seen(finding.file) })),
    ...(report.unchecked && {
      unchecked: report.unchecked.map((one) => ({ ...one, file: seen(one.file) })),
    }),
  };
}
