/** A module of a project, read without running it. */
import { readFileSync, statSync } from 'node:fs';
import type * as t from '@babel/types';
import { Lines } from '../../plan-file/lines.js';
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

/** In bytes. Larger modules were not written by hand. */
const MAX_SIZE = 2 * 1024 * 1024;

/** Undefined for what cannot be read or parsed: places in source are a help, and never a reason to fail. */
export function readModule(file: string, parse: Parse): SourceModule | undefined {
  try {
    if (statSync(file).size > MAX_SIZE) return undefined;
    const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
    const { program } = parse(text, {
      sourceType: 'unambiguous',
      plugins: /\.[cm]?ts$/.test(file) ? ['typescript', 'decorators'] : ['jsx', 'decorators'],
      errorRecovery: true,
      allowReturnOutsideFunction: true,
      attachComment: false,
    });
    return { file, text, lines: new Lines(text), body: program.body, scope: scopeOf(program.body) };
  } catch {
    return undefined;
  }
}
