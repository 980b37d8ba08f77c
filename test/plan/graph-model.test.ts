import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProvisioningPlan } from '../../src/connector/types.js';
import { topoSortCustomData } from '../../src/plan/graph.js';
import { graphPlan } from '../../src/plan/graph-model.js';

type Definition = NonNullable<ProvisioningPlan['customData']>[number];

/** `define('a', 'b')`: a refers to b. */
const define = (name: string, ...targets: string[]): Definition => ({
  name,
  fields: targets.map((target) => ({ name: `to ${target}`, type: 'number' })),
  relationships: targets.map((target) => ({
    sourceField: `to ${target}`,
    targetSchemaType: 'custom',
    targetSchema: target,
  })),
});

const draw = (...customData: Definition[]) => graphPlan({ customData });

describe('definitions', () => {
  it('are numbered in the order of provisioning', () => {
    const { definitions } = draw(define('a', 'b'), define('b', 'c'), define('c'));
    expect(definitions.map(({ name, order }) => [name, order])).toEqual([
      ['a', 3],
      ['b', 2],
      ['c', 1],
    ]);
  });

  it('have the same order as provisioning has, whatever refers to what', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(20), { maxLength: 3 }), { maxLength: 20 }), (refs) => {
        // Each refers only to earlier ones, so there is no cycle; declared in reverse order.
        const definitions = refs
          .map((targets, i) => define(`d${i}`, ...targets.map((t) => `d${t % (i + 1)}`)))
          .reverse();
        const { definitions: drawn } = draw(...definitions);
        const byOrder = drawn.toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0));
        expect(byOrder.map(({ name }) => name)).toEqual(
          topoSortCustomData(definitions).map(({ name }) => name),
        );
      }),
    );
  });

  it('have no number in a cycle, nor after one', () => {
    const { definitions, cycles } = draw(
      define('a', 'b'),
      define('b', 'a'),
      define('after', 'a'),
      define('free', 'free'),
    );
    expect(cycles).toEqual([['d1', 'd2']]);
    expect(definitions.map(({ order, cycle }) => [order, cycle])).toEqual([
      [null, 0],
      [null, 0],
      [null, null],
      [1, null],
    ]);
  });

  it('show fields that only a key or a relationship names', () => {
    const { definitions } = graphPlan({
      customData: [
        { name: 'a', fields: [], unique_keys: ['day'] },
        {
          name: 'b',
          fields: [],
          relationships: [
            { sourceField: 'x', targetSchemaType: 'custom', targetSchema: 'A', targetField: 'y' },
          ],
        },
      ],
    });
    expect(
      definitions.map(({ fields }) => fields.map(({ name, type, key }) => [name, type, key])),
    ).toEqual([
      [
        ['day', null, true],
        ['y', null, false],
      ],
      [['x', null, false]],
    ]);
  });

  it('of 100,000 in a chain are drawn', () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => define(`d${i}`, `d${i + 1}`));
    expect(draw(...chain).definitions[0]?.order).toBe(99_999 + 1);
  });
});

describe('relationships', () => {
  const link = (targetSchemaType: string, targetSchema: unknown, targetField?: string) =>
    graphPlan({
      customData: [
        {
          name: 'a',
          fields: [],
          relationships: [{ sourceField: 'x', targetSchemaType, targetSchema, targetField }],
        },
      ],
    });

  it.each([
    ['system', 'contacts', 'system', 'id_contact'],
    ['system', 'products', 'system', 'product_id'],
    ['system', 'orders', 'unknown', 'id'],
    ['custom', '30', 'shop', 'id'],
    ['custom', 30, 'shop', 'id'],
    ['custom', 'nothing', 'unknown', 'id'],
    ['odd', 'contacts', 'unknown', 'id'],
  ])('to %s %s lead to a target that is %s, by its %s', (type, schema, kind, field) => {
    const { targets, relationships } = link(type, schema);
    expect(targets).toEqual([{ id: 't1', kind, name: String(schema), fields: [field] }]);
    expect(relationships).toEqual([
      { from: 'd1', field: 'x', to: 't1', target_field: field, cycle: null },
    ]);
  });

  it('lead to the field that they name', () => {
    expect(link('system', 'contacts', 'contact_data_email').targets[0]?.fields).toEqual([
      'contact_data_email',
    ]);
  });

  it('are part of a cycle only between two of its definitions', () => {
    const { relationships } = draw(define('a', 'a', 'b', 'c'), define('b', 'a'), define('c'));
    expect(relationships.map(({ from, to, cycle }) => [from, to, cycle])).toEqual([
      ['d1', 'd1', null],
      ['d1', 'd2', 0],
      ['d1', 'd3', null],
      ['d2', 'd1', 0],
    ]);
  });

  it('that say too little are left out', () => {
    expect(link('custom', '').relationships).toEqual([]);
  });
});

describe('the rest of a plan', () => {
  it('has sources with their parents, and what is wrong with those', () => {
    const source = (key: string, parentKey?: string) => ({
      key,
      decl: { label: key, type: 'api' },
      ...(parentKey !== undefined && { parentKey }),
    });
    const { sources } = graphPlan({
      dataSources: [
        source('top'),
        source('under', 'top'),
        source('lost', 'nowhere'),
        source('hen', 'egg'),
        source('egg', 'hen'),
        source('self', 'self'),
      ],
    });
    expect(sources.map(({ key, parent, problem }) => [key, parent, problem])).toEqual([
      ['top', null, null],
      ['under', 'top', null],
      ['lost', 'nowhere', 'unknown-parent'],
      ['hen', 'egg', 'own-ancestor'],
      ['egg', 'hen', 'own-ancestor'],
      ['self', 'self', 'own-ancestor'],
    ]);
  });

  it('has events by their first name, and statuses once with their languages', () => {
    const { events, order_statuses } = graphPlan({
      events: [{ code_name: 'visit', name: { fr: 'Visite', en: 'Visit' } }],
      orderStatuses: [
        { status_id: 'paid', lang: 'fr', name: 'Payée' },
        { status_id: 'paid', lang: 'en', name: 'Paid' },
      ],
    });
    expect(events).toEqual([{ code_name: 'visit', name: 'Visite' }]);
    expect(order_statuses).toEqual([{ status_id: 'paid', name: 'Payée', languages: ['fr', 'en'] }]);
  });

  it('may be of any shape', () => {
    expect(graphPlan(undefined).unreadable).toEqual([]);
    expect(graphPlan({ customData: [7, { name: 'a', fields: 'none' }] }).unreadable).toEqual([
      'customData[0]',
      'customData[1].fields',
    ]);
    fc.assert(
      fc.property(fc.anything(), (plan) => {
        expect(graphPlan(plan).version).toBe(1);
      }),
    );
  });
});
