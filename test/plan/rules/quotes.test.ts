import { expect, it } from 'vitest';
import { parsePlanFile } from '../../../src/plan-file/parse.js';
import { lintWith } from './lint-with.js';

const found = (rule: string, text: string) => {
  const { plan, written } = parsePlanFile(text, 'yaml');
  return lintWith(rule, { plan, written, planPath: '' });
};

const source = (config: string, stable = '') =>
  `dataSources: [{ key: a, decl: { label: A, type: api, ${stable}config: ${config} } }]`;

it.each([
  'customData: [{ name: A, fields: [{ name: a, type: list, options: [1, -2, 0.5, "01", a1] }] }]',
  source('{ a: 0, b: 1.50, c: 1e3, d: "01", 007a: 1 }'),
  'customData: [{ name: A, fields: [{ name: a, type: decimal, default: 1.50 }] }]',
  'events: [{ code_name: a, name: { en: A }, properties: { metaData: { "01": { type: text } } } }]',
])('accepts %s', (text) => {
  expect(found('plan/quotes', text)).toEqual([]);
});

it.each([
  ['01000', '1000'],
  ['+5', '5'],
  ['.5', '0.5'],
  ['1e3', '1000'],
  ['0o17', '15'],
  ['12345678901234567890', '12345678901234567000'],
])('finds the option %s', (text, value) => {
  const plan = `customData: [{ name: A, fields: [{ name: a, type: list, options: [${text}] }] }]`;
  expect(found('plan/quotes', plan)).toEqual([
    `customData[0].fields[0].options[0]: unquoted-value written=${text} value=${value}`,
  ]);
});

it('finds them in configs, targets, JSON defaults and keys', () => {
  const field = '{ name: a, type: json, default: { zip: 01000 } }';
  const target = '{ sourceField: a, targetSchemaType: custom, targetSchema: 0030 }';
  expect(
    found(
      'plan/quotes',
      `customData: [{ name: A, fields: [${field}], relationships: [${target}] }]`,
    ),
  ).toEqual([
    'customData[0].fields[0].default.zip: unquoted-value written=01000 value=1000',
    'customData[0].relationships[0].targetSchema: unquoted-value written=0030 value=30',
  ]);
  expect(
    found('plan/quotes', source('{ id: 1.10, 007: x, b: [00] }', 'stableConfigKey: id, ')),
  ).toEqual([
    'dataSources[0].decl.config.7: unquoted-key written=007 value=7',
    'dataSources[0].decl.config.b[0]: unquoted-value written=00 value=0',
    'dataSources[0].decl.config.id: unquoted-value written=1.10 value=1.1',
  ]);
  expect(found('plan/quotes', source('{ phone: +33, big: 12345678901234567890, n: -5 }'))).toEqual([
    'dataSources[0].decl.config.big: unquoted-value written=12345678901234567890 value=12345678901234567000',
    'dataSources[0].decl.config.phone: unquoted-value written=+33 value=33',
  ]);
  expect(found('plan/quotes', 'events: [{ code_name: a, name: { 1.0: A } }]')).toEqual([
    'events[0].name.1: unquoted-key written=1.0 value=1',
  ]);
});

it.each([
  ['plan/shape', 'orderStatuses: [{ status_id: 01, lang: fr, name: A }]', '01'],
  ['plan/shape', 'customData: [{ name: true, fields: [{ name: a, type: text }] }]', 'true'],
  ['plan/shape', 'dataSources: [{ key: 1e3, decl: { label: A } }]', '1e3'],
  [
    'plan/default-value',
    'customData: [{ name: A, fields: [{ name: a, type: text, default: 010 }] }]',
    '010',
  ],
])('adds to %s how the file writes it', (rule, text, written) => {
  expect(found(rule, text)).toEqual([expect.stringMatching(new RegExp(` written=${written}$`))]);
});

it('says nothing about plans that are not from a file', () => {
  const fields = [{ name: 'a', type: 'list', options: [1000] }];
  expect(lintWith('plan/quotes', { plan: { customData: [{ name: 'A', fields }] } })).toEqual([]);
});
