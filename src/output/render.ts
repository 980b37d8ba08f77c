/** Prints a report or an error in the requested form. */
import type { Diagnostic, Formatted, Report } from '../commands/types.js';
import { SpmError } from '../errors.js';
import { visible } from '../visible.js';
import { withCommands } from './commands.js';
import { describeError, type Envelope, errorEnvelope, reportEnvelope } from './envelope.js';
import { errorLines } from './error.js';
import { commandsOfCi, formatContent } from './formats.js';
import { renderData, renderDone } from './human/index.js';
import type { Look } from './look.js';
import type { Terminal } from './terminal.js';
import { hang } from './text.js';

/** One document that people can also read, or one line per event. */
export type JsonLayout = 'document' | 'line';

export async function renderReport(
  terminal: Terminal,
  command: string,
  report: Report,
  layout: JsonLayout = 'document',
): Promise<void> {
  const { data, print } = report;
  const text = ({ format, content = data }: Formatted, look: Look) =>
    formatContent(command, format, terminal.redactor.data(content), look);
  if (terminal.options.json) return writeJson(terminal, reportEnvelope(command, report), layout);
  if (print === undefined) await writeData(terminal, command, data);
  else {
    const look = { style: terminal.out, columns: terminal.columns };
    terminal.writeDocument(await text(print, look), commandsOfCi(command, print.format));
  }
  for (const diagnostic of report.diagnostics ?? []) renderDiagnostic(terminal, diagnostic);
}

async function writeData(terminal: Terminal, command: string, data: unknown): Promise<void> {
  const { out, err } = await renderData(command, terminal.redactor.report(data), terminal);
  if (out.length > 0) terminal.writeOut(`${out.join('\n')}\n`);
  if (err.length > 0) terminal.writeErr(`${hung(err, terminal).join('\n')}\n`);
}

/** Errors and warnings are sentences, so they wrap. */
const hung = (lines: readonly string[], { errColumns }: Terminal): string[] =>
  lines.flatMap((line) => hang(line, errColumns));

/** The output of a result that is shown on stderr. */
const onStderr = (terminal: Terminal): Terminal => ({
  ...terminal,
  out: terminal.err,
  columns: terminal.errColumns,
});

/** On stderr, since it is not the result. */
export async function renderPreview(
  terminal: Terminal,
  command: string,
  data: unknown,
): Promise<void> {
  if (terminal.options.json) return;
  const { out, err } = await renderData(
    command,
    terminal.redactor.report(data),
    onStderr(terminal),
  );
  terminal.writeErr(`${[...out, ...hung(err, terminal)].join('\n')}\n`);
}

/** The work that was done before an error, for people. On stderr, because a command that fails has no result. */
export async function renderDoneBefore(terminal: Terminal, thrown: unknown): Promise<void> {
  if (terminal.options.json || !(thrown instanceof SpmError)) return;
  const details = terminal.redactor.details(thrown.details);
  const lines = await renderDone(details, onStderr(terminal));
  if (lines.length > 0) terminal.writeErr(`${lines.join('\n')}\n`);
}

export function renderError(
  terminal: Terminal,
  command: string | null,
  thrown: unknown,
  layout: JsonLayout = 'document',
  exitCode?: number,
): void {
  const { options, redactor, startedAs } = terminal;
  const described = describeError(thrown, options.verbose, redactor, exitCode);
  const hint = described.hint === null ? null : withCommands(described.hint, startedAs);
  const error = { ...described, hint };
  if (terminal.options.json) writeJson(terminal, errorEnvelope(command, error), layout);
  else terminal.writeErr(`${errorLines(error, terminal.err, terminal.errColumns).join('\n')}\n`);
}

function renderDiagnostic(terminal: Terminal, { severity, message, hint }: Diagnostic): void {
  if (terminal.options.quiet && severity !== 'error') return;
  const { red, yellow, cyan } = terminal.err;
  const paint = { error: red, warning: yellow, info: cyan }[severity];
  const lines = [
    `${paint(severity)} ${visible(message)}`,
    ...(hint ? [`  hint: ${visible(hint)}`] : []),
  ];
  terminal.writeErr(`${hung(lines, terminal).join('\n')}\n`);
}

function writeJson(terminal: Terminal, envelope: Envelope, layout: JsonLayout): void {
  terminal.writeDocument(terminal.redactor.json(envelope, layout === 'line' ? 0 : 2));
}
