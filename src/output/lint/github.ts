/** Workflow commands: GitHub shows each finding at its line of a pull request. */
import type { LintFinding, LintUnchecked } from '../../lint/types.js';
import { visibleLines } from '../../visible.js';
import { type Format, fullMessageOf, uncheckedText } from './format.js';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

export const formatGithub: Format = ({ findings, unchecked = [] }) =>
  [...findings.map(ofFinding), ...unchecked.map(ofUnchecked)].map((line) => `${line}\n`).join('');

function ofFinding(finding: LintFinding): string {
  const { severity, rule, file, hint } = finding;
  const text = [fullMessageOf(finding), ...(hint === undefined ? [] : [hint])].join('\n');
  return command(COMMANDS[severity], { file, ...region(finding), title: rule }, text);
}

function ofUnchecked(one: LintUnchecked): string {
  const { code, file, line, column: col } = one;
  return command('notice', { file, line, col, title: `not checked: ${code}` }, uncheckedText(one));
}

function command(name: string, properties: Record<string, unknown>, text: string): string {
  const given = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${given.join(',')}::${escapeData(text)}`;
}

/** GitHub accepts columns only within one line, and rejects the command otherwise. */
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
