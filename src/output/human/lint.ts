import type { LintFinding, LintReport } from '../../lint/types.js';
import type { Terminal } from '../terminal.js';
import { count } from '../text.js';

export function renderLint({ files, findings, summary }: LintReport, { out }: Terminal): string[] {
  const { error, warning, info } = summary;
  const clean = files.filter((name) => !findings.some(({ file }) => file === name));
  const lines = clean.map((file) => `${out.green('✓')} ${file} has no findings`);
  if (findings.length === 0) return lines;
  for (const file of new Set(findings.map((finding) => finding.file)))
    lines.push(
      out.underline(file),
      ...findings
        .filter((finding) => finding.file === file)
        .flatMap((finding) => findingLines(finding, out)),
    );
  return [
    ...lines,
    '',
    [
      count(error, 'error'),
      count(warning, 'warning'),
      ...(info > 0 ? [`${info} for information`] : []),
    ].join(', '),
  ];
}

function findingLines(finding: LintFinding, out: Terminal['out']): string[] {
  const { severity, message, rule, path, hint, fixture, line, column } = finding;
  const paint = { error: out.red, warning: out.yellow, info: out.cyan }[severity];
  const place = line === undefined ? '' : `${line}:${column} `;
  return [
    `  ${place}${paint(severity)} ${message} ${out.dim(rule)}`,
    `    at ${path || 'the whole'}${fixture === undefined ? '' : ` with ${fixture}`}`,
    ...(hint === undefined ? [] : [`    hint: ${hint}`]),
  ];
}
