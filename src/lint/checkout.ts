/** CI services name files from the root of the checkout, not from the working directory. */
import { posix, relative, sep } from 'node:path';
import type { LintReport } from './types.js';

/** The variables in which CI services name the checkout. */
const ROOTS = ['GITHUB_WORKSPACE', 'CI_PROJECT_DIR'];

/** Names the files from the root of the checkout, if `cwd` is in one. */
export function namedFromCheckout(
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
