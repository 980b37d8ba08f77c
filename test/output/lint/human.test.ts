import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import type { LintFinding } from '../../../src/lint/types.js';
import { formatHuman } from '../../../src/output/lint/human.js';
import { finding, HOSTILE, look, placed, report } from './report.js';

const human = (findings: LintFinding[], files?: string[]) =>
  formatHuman(report(findings, files), look);

describe('findings for people', () => {
  it('quote the line, mark the value, and say what to do', () => {
    expect(human([placed({ fixture: 'fixtures/a.json' })])).toBe(`shop.plan.yaml
  error "customer" is not a field of the definition (with fixtures/a.json) [plan/unique-keys]
    at shop.plan.yaml:12:19, customData[0].unique_keys[0]
    12 │     unique_keys: [customer]
       │                   ^^^^^^^^
    hint: Did you mean "customer_id"?

1 error, 0 warnings in 1 file
`);
  });

  it('name the path where no line is known', () => {
    expect(human([finding(), finding({ path: '', severity: 'info' })])).toBe(`shop.plan.yaml
  error "customer" is not a field of the definition [plan/unique-keys]
    at shop.plan.yaml, customData[0].unique_keys[0]

  info "customer" is not a field of the definition [plan/unique-keys]
    at shop.plan.yaml

1 error, 0 warnings, 1 for information in 1 file
`);
  });

  it('stand together by file, those without any left out', () => {
    const text = human(
      [finding({ file: 'b.ts' }), finding({ file: 'a.ts' }), finding({ file: 'b.ts' })],
      ['b.ts', 'clean.ts', 'a.ts'],
    );
    expect(text.split('\n').filter((line) => line.endsWith('.ts'))).toEqual(['b.ts', 'a.ts']);
    expect(text).toContain('3 errors, 0 warnings in 2 of 3 files');
  });

  it('are said to be none', () => {
    expect(human([])).toBe('✓ shop.plan.yaml has no findings\n');
    expect(human([], ['a.ts', 'b.ts'])).toBe('✓ 2 files have no findings\n');
  });

  it('show what would steer the terminal, and keep the lines of a message together', () => {
    const text = human([placed({ message: `${HOSTILE}\nmore`, source: HOSTILE, hint: HOSTILE })]);
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(text).toContain('\n    more\n');
  });

  it('are coloured by severity', () => {
    const style = new Chalk({ level: 1 });
    const text = formatHuman(report([placed({ severity: 'warning' })]), { ...look, style });
    expect(text).toContain(style.yellow('warning'));
    expect(text).toContain(style.yellow('^^^^^^^^'));
  });

  it('fit the terminal, and are whole without one', () => {
    const source = `${'a'.repeat(300)}customer${'b'.repeat(300)}`;
    const found = report([placed({ source, column: 301, end_column: 309 })]);
    expect(formatHuman(found, look)).toContain(source);
    const lines = formatHuman(found, { ...look, columns: 60 }).split('\n');
    const at = lines.findIndex((line) => line.includes(' │ '));
    const [quoted = '', marks = ''] = lines.slice(at, at + 2);
    expect(quoted).toMatch(/^ {4}12 │ …a+customerb+…$/);
    expect(quoted).toHaveLength(60);
    expect(marks.indexOf('^')).toBe(quoted.indexOf('customer'));
  });
});

describe('the marks', () => {
  const marks = (parts: Partial<LintFinding>) =>
    human([placed(parts)])
      .split('\n')
      .slice(3, 5)
      .map((line) => line.slice(7));

  it('are one where the end is not known', () => {
    const { end_line, end_column, ...start } = placed();
    expect(human([start])).toContain('\n       │                   ^\n');
  });

  it('go to the end of the line when the value goes on below it', () => {
    expect(marks({ source: 'a: [b,  ', column: 4, end_line: 14, end_column: 3 })).toEqual([
      '│ a: [b,',
      '│    ^^^',
    ]);
  });

  it('stand under the value behind tabs and wide characters', () => {
    const source = '\t漢字:\tcustomer';
    expect(marks({ source, column: 6, end_column: 14 })).toEqual([
      '│     漢字:   customer',
      '│             ^^^^^^^^',
    ]);
  });

  it('show nothing of what ends the line', () => {
    expect(marks({ source: 'ab\r', column: 1, end_column: 3 })).toEqual(['│ ab', '│ ^^']);
  });

  it('are there for a place at or behind the end', () => {
    expect(marks({ source: 'ab', column: 3, end_column: 3 })).toEqual(['│ ab', '│   ^']);
    expect(marks({ source: 'ab', column: 9, end_column: 9 })[1]).toBe('│   ^');
  });
});
