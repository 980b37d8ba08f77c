import type { LintFinding, LintReport } from '../../lint/types.js';
import type { Severity } from '../../plan/rule.js';
import { visible, visibleLines } from '../../visible.js';
import { count, hang, indent, number } from '../text.js';
import { byFile, type Format, type Look, messageOf, uncheckedText } from './format.js';
import { quote } from './quote.js';

/** The findings for people, as lines. */
export type HumanLook = Pick<Look, 'style' | 'columns'>;

export const formatHuman: Format = (report, look) => `${humanLines(report, look).join('\n')}\n`;

export function humanLines(report: LintReport, look: HumanLook): string[] {
  return [
    ...findingsLines(report, look),
    ...hiddenLines(report).flatMap((line) => hang(line, look.columns)),
    ...uncheckedLines(report, look),
  ];
}

function findingsLines(report: LintReport, look: HumanLook): string[] {
  if (report.findings.length === 0) return [clean(report, look)];
  return [
    ...[...byFile(report)].flatMap(([file, findings]) =>
      findings.length === 0
        ? []
        : [
            look.style.underline(visible(file)),
            ...findings.flatMap((finding) => [...findingLines(finding, look), '']),
          ],
    ),
    summaryLine(report),
  ];
}

/** What the report leaves out, and how to see it. */
function hiddenLines({ baseline, quiet }: LintReport): string[] {
  const hidden =
    quiet === undefined || quiet.hidden === 0
      ? []
      : [`--quiet hides ${count(quiet.hidden, 'finding')}`];
  return baseline === undefined ? hidden : [...hidden, ...baselineLines(baseline)];
}

function baselineLines({
  file,
  hidden,
  corrected,
  written,
}: NonNullable<LintReport['baseline']>): string[] {
  const name = visible(file);
  if (written > 0)
    return [`Wrote ${count(written, 'finding')} to ${name}: the next run reports only new ones`];
  return [
    ...(hidden > 0 ? [`${name} hides ${count(hidden, 'finding')}`] : []),
    ...(corrected > 0
      ? [
          `${count(corrected, 'finding')} of ${name} cannot be found any more: delete it and run lint again`,
        ]
      : []),
  ];
}

function clean({ files, unchecked = [], quiet }: LintReport, { style }: HumanLook): string {
  const all =
    files.length === 1 ? `${visible(files[0] ?? '')} has` : `${count(files.length, 'file')} have`;
  const where = unchecked.length === 0 ? '' : ' in what could be read';
  const what = quiet === undefined ? 'findings' : 'errors';
  return `${style.green('✓')} ${all} no ${what}${where}`;
}

/** Short: there are many, and nobody has to correct them. */
function uncheckedLines({ unchecked = [] }: LintReport, { style, columns }: HumanLook): string[] {
  if (unchecked.length === 0) return [];
  return [
    '',
    'Not checked, since no code was run:',
    ...indent(
      unchecked.map((one) => {
        const place = style.dim(visible(`${one.file}:${one.line}:${one.column}`));
        return `${place} ${visible(uncheckedText(one))} ${style.dim(`[${one.code}]`)}`;
      }),
    ).flatMap((line) => hang(line, columns)),
  ];
}

function findingLines(finding: LintFinding, look: HumanLook): string[] {
  const { severity, rule, hint } = finding;
  const { style } = look;
  const [message = '', ...more] = visibleLines(messageOf(finding));
  const prose = (line: string) => hang(line, look.columns);
  return [
    ...prose(
      `  ${painter(severity, style)(severity)} ${message} ${style.dim(`[${visible(rule)}]`)}`,
    ),
    ...indent([...more, `at ${visible(placeOf(finding))}`, ...quoted(finding, look)], 4),
    ...(hint === undefined ? [] : prose(`    hint: ${visible(hint)}`)),
  ];
}

/** `shop.plan.yaml:12:5, customData[0].name`, as terminals and editors open it. */
function placeOf({ file, line, column = 1, path }: LintFinding): string {
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  return path === '' ? place : `${place}, ${path}`;
}

/** The source line, with marks under the value. */
function quoted(finding: LintFinding, { style, columns }: HumanLook): string[] {
  const { source, line, column = 1, severity } = finding;
  if (source === undefined || line === undefined) return [];
  const gutter = String(line);
  const room = columns === null ? null : Math.max(20, columns - gutter.length - MARGIN);
  const { text, before, length } = quote(
    source.trimEnd(),
    column - 1,
    endIn(finding, source),
    room,
  );
  const marks = ' '.repeat(before) + painter(severity, style)('^'.repeat(length));
  const side = (label: string) => style.dim(`${label.padStart(gutter.length)} │`);
  return [text === '' ? side(gutter) : `${side(gutter)} ${text}`, `${side('')} ${marks}`];
}

/** Columns around the number and the text of a quoted line. */
const MARGIN = 7;

/** The end of the marks; a value of several lines is marked to the end of its first line. */
function endIn({ line, column = 1, end_line, end_column }: LintFinding, source: string): number {
  if (end_line !== undefined && end_line !== line) return source.trimEnd().length;
  return (end_column ?? column + 1) - 1;
}

/** The colour of a severity. */
export function painter(severity: Severity, style: Look['style']): (text: string) => string {
  return { error: style.red, warning: style.yellow, info: style.cyan }[severity];
}

function summaryLine(report: LintReport): string {
  const { error, warning, info } = report.summary;
  const concerned = new Set(report.findings.map(({ file }) => file)).size;
  const all = report.files.length;
  const files =
    concerned < all ? `${number(concerned)} of ${count(all, 'file')}` : count(all, 'file');
  const found = [
    count(error, 'error'),
    count(warning, 'warning'),
    ...(info > 0 ? [`${number(info)} for information`] : []),
  ];
  return `${found.join(', ')} in ${files}`;
}
