/** The one JSON document of a command, and its error part. Pure; the shape is part of the contract. */
import type { Diagnostic, Report } from '../commands/types.js';
import { causeText, type ErrorCode, EXIT, SpmError } from '../errors.js';
import type { Redactor } from '../runtime/security/redactor.js';

export const SCHEMA_VERSION = 1;

export interface ErrorDocument {
  code: ErrorCode;
  message: string;
  cause: string | null;
  hint: string | null;
  exit_code: number;
  details: Record<string, unknown> | null;
  /** Only with `--verbose`. */
  stack?: string;
}

export interface Envelope<D = unknown> {
  schemaVersion: typeof SCHEMA_VERSION;
  ok: boolean;
  command: string | null;
  data: D | null;
  error: ErrorDocument | null;
  diagnostics: readonly Diagnostic[];
}

export function reportEnvelope<D>(command: string, report: Report<D>): Envelope<D> {
  return {
    schemaVersion: SCHEMA_VERSION,
    ok: report.exit !== 'failed' && report.exit !== 'busy',
    command,
    data: report.data,
    error: null,
    diagnostics: report.diagnostics ?? [],
  };
}

export function errorEnvelope(command: string | null, error: ErrorDocument): Envelope<never> {
  return {
    schemaVersion: SCHEMA_VERSION,
    ok: false,
    command,
    data: null,
    error,
    diagnostics: [],
  };
}

/** Describes an error; anything other than an SpmError is a bug. `exitCode` is the code of a signal that ends the process. */
export function describeError(
  thrown: unknown,
  verbose: boolean,
  redactor: Redactor,
  exitCode?: number,
): ErrorDocument {
  const clean = (text: string | undefined) => (text === undefined ? null : redactor.text(text));
  const error = thrown instanceof SpmError ? thrown : asBug(thrown);
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  return {
    code: error.code,
    message: redactor.text(error.message),
    cause: clean(causeText(error.cause)),
    hint: clean(error.hint),
    exit_code: exitCode ?? EXIT[error.exit],
    details: redactor.details(error.details ?? null),
    ...(verbose && stack !== undefined ? { stack: redactor.text(stack) } : {}),
  };
}

function asBug(thrown: unknown): SpmError {
  return new SpmError('SPM_INTERNAL', 'Internal error', {
    cause: thrown,
    hint: 'Run the command again with --verbose, and report the bug with its output.',
  });
}
