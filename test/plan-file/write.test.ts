import { expect, it } from 'vitest';
import type { ProvisioningPlan } from '../../src/connector/types.js';
import { parsePlanFile } from '../../src/plan-file/index.js';
import { writePlanFile } from '../../src/plan-file/write.js';

const PLAN: ProvisioningPlan = {
  dataSources: [{ key: 'a', decl: { label: 'A: "b"', type: 'api', config: { id: '007' } } }],
  customData: [
    { name: 'Card', unique_keys: ['no'], fields: [{ name: 'no', type: 'text', default: 'yes' }] },
  ],
};

it('writes what reads as the same plan, with comments where they belong', () => {
  const text = writePlanFile(
    PLAN,
    [
      { path: 'dataSources[0].decl.config', message: 'One.' },
      { path: 'dataSources[0].decl.config', message: 'Two.' },
      { path: 'customData[0].fields[0]', message: 'Three.' },
      { path: 'customData', message: 'Four.' },
      { path: 'events', message: 'Five.' },
    ],
    ['Heading.'],
  );
  expect(text).toBe(`# Heading.
# Five.

dataSources:
  - key: a
    decl:
      label: 'A: "b"'
      type: api
      # One.
      # Two.
      config:
        id: "007"
# Four.
customData:
  - name: Card
    unique_keys: [no]
    fields:
      # Three.
      - name: no
        type: text
        default: yes
`);
  expect(parsePlanFile(text, 'yaml')).toMatchObject({ problems: [], plan: PLAN });
});

it('breaks long comments, and shares nothing by alias', () => {
  const config = { a: { b: 1 } };
  const decl = { label: 'x', type: 'api', config };
  const text = writePlanFile(
    {
      dataSources: [
        { key: 'a', decl },
        { key: 'b', decl },
      ],
    },
    [{ path: 'dataSources', message: 'word '.repeat(60).trim() }],
  );
  expect(text).not.toMatch(/[&*]a1/);
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(100);
});

it('writes an empty plan', () => {
  expect(parsePlanFile(writePlanFile({}, [], ['Nothing.']), 'yaml').plan).toEqual({});
});
