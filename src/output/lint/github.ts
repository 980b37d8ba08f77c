/** Workflow commands: GitHub shows each finding at its line of a pull request. */
import type { LintFinding } from '../../lint/types.js';
import { visibleLines } from '../../visible.js';
import { type Format, fullMessageOf } from './format.js';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

export const formatGithub: Format = ({ findings }) =>
  findings.map((finding) => `${command(finding)}\n`).join('');

function command(finding: LintFinding): string {
  const { severity, rule, file, hint } = finding;
  const properties = Object.entries({ file, ...region(finding), title: rule })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const text = [fullMessageOf(finding), ...(hint === undefined ? [] : [hint])].join('\n');
  return `::${COMMANDS[severity]} ${properties.join(',')}::${escapeData(text)}`;
}

/** GitHub takes columns only within one line, and refuses the command otherwise. */
function region({ line, column, end_line, end_column }: LintFinding) {
  const oneLine = end_line === undefined || end_line === line;
  return {
    line,
    endLine: end_line,
    col: oneLine ? column : undefined,
    endColumn: oneLine ? end_column : undefined,
  };
}

function escapeData(text: string): string {
  const parts = text.replaceAll('%', '%25').split('\r');
  return parts.map((part) => visibleLines(part).join('%0A')).join('%0D');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
