/** A module of a project, read without running it. */
import { readFileSync, statSync } from 'node:fs';
import type * as t from '@babel/types';
import { withoutBom } from '../../syntax/bom.js';
import { Lines } from '../../syntax/lines.js';
import { type Scope, scopeOf } from './scope.js';

export interface SourceModule {
  /** Absolute. */
  file: string;
  text: string;
  lines: Lines;
  body: readonly t.Statement[];
  scope: Scope;
}

export type Parse = typeof import('@babel/parser').parse;

/** In bytes; no module that people write is larger. */
const MAX_SIZE = 2 * 1024 * 1024;

/** Why a module cannot be read. */
export type ModuleFault =
  | { kind: 'syntax'; reason: string; line: number; column: number }
  | { kind: 'unreadable'; reason: string };

/** Undefined for a module that cannot be read or parsed: a missing place is not an error. */
export function readModule(file: string, parse: Parse): SourceModule | undefined {
  const read = tryModule(file, parse);
  return 'fault' in read ? undefined : read.module;
}

/** Never throws, and does not wait for pipes. */
export function tryModule(
  file: string,
  parse: Parse,
): { module: SourceModule } | { fault: ModuleFault } {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return { fault: { kind: 'unreadable', reason: 'it is not a file' } };
    if (stats.size > MAX_SIZE)
      return { fault: { kind: 'unreadable', reason: 'it is larger than 2 MiB' } };
    const text = withoutBom(readFileSync(file, 'utf8'));
    const { program } = parse(text, {
      sourceType: 'unambiguous',
      plugins: /\.[cm]?ts$/.test(file) ? ['typescript', 'decorators'] : ['jsx', 'decorators'],
      errorRecovery: true,
      allowReturnOutsideFunction: true,
      attachComment: false,
    });
    const { body } = program;
    return { module: { file, text, lines: new Lines(text), body, scope: scopeOf(body) } };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

/** The fault in an error of the parser or the file system. */
function faultOf(error: unknown): ModuleFault {
  const { message = '', loc } = error as Error & { loc?: { line: number; column: number } };
  // The message of the parser ends with the place.
  const reason = (message.split('\n', 1)[0] ?? '').replace(/ \(\d+:\d+\)$/, '');
  if (loc !== undefined) return { kind: 'syntax', reason, line: loc.line, column: loc.column + 1 };
  const isDeep = error instanceof RangeError;
  return { kind: 'unreadable', reason: isDeep ? 'it is nested too deep' : reason };
}
