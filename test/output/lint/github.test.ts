import { expect, it } from 'vitest';
import type { LintFinding } from '../../../src/lint/types.js';
import { formatGithub } from '../../../src/output/lint/github.js';
import { finding, look, placed, report, unchecked } from './report.js';

const github = (...findings: LintFinding[]) => formatGithub(report(findings), look);

it('puts each finding on its place, one a line', () => {
  expect(github(placed(), placed({ severity: 'warning' }), placed({ severity: 'info' }))).toBe(
    ['error', 'warning', 'notice']
      .map(
        (name) =>
          `::${name} file=shop.plan.yaml,line=12,endLine=12,col=19,endColumn=27,title=plan/unique-keys` +
          '::"customer" is not a field of the definition, at customData[0].unique_keys[0]%0ADid you mean "customer_id"?\n',
      )
      .join(''),
  );
});

it('notices what was not checked', () => {
  expect(formatGithub({ ...report([]), unchecked: [unchecked()] }, look)).toBe(
    '::notice file=shop.ts,line=3,col=5,title=not checked%3A package::widgets: it comes from a package (x)\n',
  );
});

it('says nothing without findings', () => {
  expect(github()).toBe('');
});

it('names the path where no line is known', () => {
  expect(github(finding({ fixture: 'a.json' }))).toBe(
    '::error file=shop.plan.yaml,title=plan/unique-keys' +
      '::"customer" is not a field of the definition (with a.json), at customData[0].unique_keys[0]\n',
  );
});

it('gives no columns of a value that goes over several lines', () => {
  expect(github(placed({ end_line: 14 }))).toContain(',line=12,endLine=14,title=');
});

/** Parses like the runner: properties first, then `%25` at the end. */
const decode = (text: string, names: readonly [string, string][]) =>
  names.reduce((read, [name, char]) => read.replaceAll(name, char), text);

it('keeps every character that the runner could read otherwise', () => {
  const file = 'a,b:c%3A=100%.yaml';
  const message = 'one\r\n::warning::two %0A 100%';
  const text = github(finding({ file, message, path: '' }));
  expect(text.split('\n')).toHaveLength(2);
  const [, escapedFile = '', escapedMessage = ''] =
    /^::error file=([^,:]*),title=plan\/unique-keys::(.*)\n$/.exec(text) ?? [];
  const data: [string, string][] = [
    ['%0D', '\r'],
    ['%0A', '\n'],
    ['%25', '%'],
  ];
  expect(decode(escapedMessage, data)).toBe(message);
  expect(decode(escapedFile, [['%3A', ':'], ['%2C', ','], ...data])).toBe(file);
});
