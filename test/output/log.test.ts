import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { IN_REPORT } from '../../src/connector/logging.js';
import { type LogLine, makeLogSink } from '../../src/output/log.js';
import type { OutputOptions, Terminal } from '../../src/output/terminal.js';
import { Redactor } from '../../src/runtime/security/redactor.js';

const LINES: LogLine[] = [
  { level: 'debug', message: 'a' },
  { level: 'info', message: 'b' },
  { level: 'warn', message: 'c', bindings: { entity: 'x' }, meta: { n: 1 } },
  { level: 'error', message: 'd', bindings: { installation: 'shop-1' } },
  { level: 'error', message: 'e', meta: IN_REPORT },
];

const noResult = () => {
  throw new Error('logs never go to stdout');
};

function printed(options: Partial<OutputOptions>): string {
  let text = '';
  const style = new Chalk({ level: 0 });
  const terminal: Terminal = {
    options: { json: false, quiet: false, verbose: false, color: false, ...options },
    out: style,
    err: style,
    animated: false,
    columns: null,
    errColumns: null,
    redactor: new Redactor(),
    startedAs: 'spm-connect',
    writeOut: noResult,
    writeDocument: noResult,
    writeErr: (more) => {
      text += more;
    },
  };
  LINES.forEach(makeLogSink(terminal));
  return text;
}

describe('log lines', () => {
  it('are warnings and errors, without the facts behind them, nor what the report repeats', () => {
    expect(printed({})).toBe('warn c\nerror shop-1: d\n');
  });

  it('are everything with their facts when verbose', () => {
    expect(printed({ verbose: true })).toBe(
      'debug a\ninfo b\nwarn c {"entity":"x","n":1}\nerror shop-1: d {"installation":"shop-1"}\nerror e\n',
    );
  });

  it('are errors alone when quiet', () => {
    expect(printed({ quiet: true })).toBe('error shop-1: d\n');
  });
});
