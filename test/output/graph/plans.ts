/** Plans for the tests of pictures. */

import { fileURLToPath } from 'node:url';
import { Chalk } from 'chalk';
import fc from 'fast-check';
import type { GraphReport } from '../../../src/commands/graph.js';
import { graphPlan } from '../../../src/plan/graph-model.js';
import { readPlanFile } from '../../../src/plan-file/read.js';
import { plan as csvPlan } from '../../../templates/csv/src/plan.js';

const file = (name: string) =>
  readPlanFile(fileURLToPath(new URL(`../../fixtures/plans/${name}.plan.yaml`, import.meta.url)))
    .plan;

export const csv = csvPlan;
export const retail = file('retail');
export const cyclic = file('cyclic');

export const report = (plan: unknown): GraphReport => ({
  title: 'Shop',
  file: 'shop.plan.yaml',
  fixture: null,
  output_file: null,
  graph: graphPlan(plan),
});

/** Output without colours. */
export const look = { style: new Chalk({ level: 0 }), columns: null };

/** Names with a meaning for Graphviz, Mermaid, HTML or a terminal. */
export const HOSTILE = [
  '"]} %%{init: {"theme":"dark"}}%% -->',
  '<script>window.hacked = 1</script>',
  '<b>x</b>&amp;&#39;',
  'direction LR',
  'class a b',
  'pk',
  'end',
  '\\N\\G\\l "',
  '`~x~`',
  "it's\n\ttwo lines",
  'prénom 日本語 😀 \u0301',
  '\u001b[31mred\u0007',
  '\u202egnp.exe',
  '\ud800',
  '{a|b}',
  '#quot; ;',
  ' ',
];

/** Each hostile name, in every place where a plan has a name. */
export const hostile = {
  dataSources: HOSTILE.map((key) => ({ key, decl: { label: key, type: key }, parentKey: key })),
  customData: HOSTILE.map((name, i) => ({
    name,
    description: name,
    fields: HOSTILE.map((field) => ({
      name: field,
      label: field,
      type: field,
      description: field,
      options: [field],
    })),
    unique_keys: HOSTILE,
    relationships: HOSTILE.map((field, j) => ({
      sourceField: field,
      targetSchemaType: j % 2 ? 'system' : 'custom',
      targetSchema: HOSTILE[(i + j) % HOSTILE.length] + (j % 3 ? '' : '?'),
      targetField: field,
    })),
  })),
  events: HOSTILE.map((name) => ({ code_name: name, name: { [name]: name } })),
  orderStatuses: HOSTILE.map((name) => ({ status_id: name, lang: name, name })),
};

const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 12 }));

/** Small plans with any names. */
export const anyPlan = fc.record({
  dataSources: fc.array(fc.record({ key: text, decl: fc.record({ label: text, type: text }) }), {
    maxLength: 2,
  }),
  customData: fc.array(
    fc.record({
      name: text,
      fields: fc.array(fc.record({ name: text, type: text }), { maxLength: 3 }),
      unique_keys: fc.array(text, { maxLength: 2 }),
      relationships: fc.array(
        fc.record({
          sourceField: text,
          targetSchemaType: fc.constant('custom'),
          targetSchema: text,
        }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 3 },
  ),
});
