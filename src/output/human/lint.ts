import type { LintFinding, LintReport } from '../../commands/lint.js';
import type { RulesData } from '../../commands/lint-rules.js';
import { rulesLines } from '../lint/rules.js';
import type { Terminal } from '../terminal.js';
import { count } from '../text.js';

export function renderLint(data: LintReport | RulesData, terminal: Terminal): string[] {
  const { out, columns } = terminal;
  if (!('findings' in data)) return rulesLines(data, { style: out, columns });
  const { file, findings, summary } = data;
  if (findings.length === 0) return [`${out.green('✓')} ${file} has no findings`];
  const { error, warning, info } = summary;
  return [
    out.underline(file),
    ...findings.flatMap((finding) => findingLines(finding, out)),
    '',
    [
      count(error, 'error'),
      count(warning, 'warning'),
      ...(info > 0 ? [`${info} for information`] : []),
    ].join(', '),
  ];
}

function findingLines(finding: LintFinding, out: Terminal['out']): string[] {
  const { severity, message, rule, path, hint, fixture } = finding;
  const paint = { error: out.red, warning: out.yellow, info: out.cyan }[severity];
  return [
    `  ${paint(severity)} ${message} ${out.dim(rule)}`,
    `    at ${path || 'the default export'}${fixture === undefined ? '' : ` with ${fixture}`}`,
    ...(hint === undefined ? [] : [`    hint: ${hint}`]),
  ];
}
