import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const fields = (...names: string[]) =>
  lintPlan('plan/duplicate-field', {
    customData: [{ name: 'stores', fields: names.map((name) => ({ name, type: 'text' })) }],
  });

it('accepts different names', () => {
  expect(fields('id', 'label')).toEqual([]);
});

it('finds a name that is used twice', () => {
  expect(fields('id', 'label', 'ID', 'id')).toEqual([
    expect.stringMatching(/^customData\[0\]\.fields\[2\]\.name: duplicate-field name=ID /),
    expect.stringMatching(/^customData\[0\]\.fields\[3\]\.name: duplicate-field name=id /),
  ]);
});
