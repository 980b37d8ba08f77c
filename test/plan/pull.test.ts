import { describe, expect, it } from 'vitest';
import { diffPlan, hasChanges, type ShopDefinition, type ShopState } from '../../src/plan/diff.js';
import { lintIntegration } from '../../src/plan/lint.js';
import { pullPlan } from '../../src/plan/pull.js';

const shopOf = (parts: Partial<ShopState>): ShopState => ({
  dataSources: [],
  definitions: [],
  events: [],
  orderStatuses: [],
  ...parts,
});

const definition = (id: number, name: string, more: Partial<ShopDefinition> = {}) => ({
  id,
  name,
  status: 'active',
  fields: [{ name: 'a', type: 'number' }],
  relationships: [],
  uniqueKeys: [],
  ...more,
});

const source = (id: number, label: string, more = {}) => ({ id, label, parentId: null, ...more });

/** Returns the plan and its notes, after checking that it passes lint and changes nothing on the shop. */
function pull(parts: Partial<ShopState>, recorded = { sourceIds: {}, defIds: {} }) {
  const shop = shopOf(parts);
  const { plan, notes } = pullPlan(shop, recorded);
  expect(
    lintIntegration({ plan, planPath: '' }).filter(({ severity }) => severity === 'error'),
  ).toEqual([]);
  const diff = diffPlan(plan, shop, recorded);
  expect(hasChanges(diff)).toBe(false);
  expect(diff.summary.conflict).toBe(0);
  return { plan, diff, notes: notes.map(({ path, message }) => `${path}: ${message}`) };
}

const noteOf = (notes: string[], start: string) => notes.find((note) => note.startsWith(start));

describe('data sources', () => {
  it('get readable keys of their own, and parents by key', () => {
    const { plan } = pull({
      dataSources: [
        source(3, "Boutique d'Été", { parentId: 2 }),
        source(2, 'Réseau'),
        source(4, 'Boutique d ete'),
        source(5, '商店'),
      ],
    });
    expect(plan.dataSources).toEqual([
      { key: 'reseau', decl: { label: 'Réseau', type: 'api' } },
      {
        key: 'boutique-d-ete',
        decl: { label: "Boutique d'Été", type: 'api' },
        parentKey: 'reseau',
      },
      { key: 'boutique-d-ete-4', decl: { label: 'Boutique d ete', type: 'api' } },
      { key: 'source-5', decl: { label: '商店', type: 'api' } },
    ]);
  });

  it('keep the keys that are recorded, and then nothing is left to adopt', () => {
    const recorded = { sourceIds: { main: 2, shop: 3 }, defIds: {} };
    const rows = [source(2, 'Shop'), source(3, 'Other'), source(4, 'Main')];
    const { plan, diff } = pull({ dataSources: rows }, recorded);
    expect(plan.dataSources?.map(({ key }) => key)).toEqual(['main', 'shop', 'main-4']);
    expect(diff.summary).toMatchObject({ unchanged: 2, adopt: 1, drift: 0 });
  });

  it('are identified by the only key of their config, where its values differ', () => {
    const stableOf = (...configs: object[]) =>
      pull({
        dataSources: configs.map((config, i) => source(i + 2, `S${i}`, { config })),
      }).plan.dataSources?.map(({ decl }) => decl.stableConfigKey);
    expect(stableOf({ store: 1 }, { store: '2' })).toEqual(['store', 'store']);
    expect(stableOf({ store: 1 }, { store: '1' })).toEqual([undefined, undefined]);
    expect(stableOf({ store: 1, kind: 'x' }, { store: 2 })).toEqual([undefined, 'store']);
    expect(stableOf({ store: {} })).toEqual([undefined]);
  });

  it('leave out what no plan can tell apart, and say so', () => {
    const { plan, notes } = pull({
      dataSources: [
        source(1, 'E-commerce', { isDefault: true }),
        source(2, 'Till'),
        source(3, ' Till '),
        source(4, 'Child', { parentId: 1 }),
      ],
    });
    expect(plan.dataSources).toEqual([
      { key: 'child', decl: { label: 'Child', type: 'api', parent_id: 1 } },
    ]);
    expect(notes).toContain(
      `dataSources: Source 1, "E-commerce", is left out: it is the shop's own.`,
    );
    expect(notes).toContain('dataSources: Source 2, "Till", is left out: 3 has the same label.');
    expect(noteOf(notes, 'dataSources[0].decl.parent_id')).toContain('another id on every shop');
  });

  it('keep, of several of one label, the recorded one', () => {
    const rows = [source(2, 'Till'), source(3, 'Till')];
    const { plan } = pull({ dataSources: rows }, { sourceIds: { till: 3 }, defIds: {} });
    expect(plan.dataSources?.map(({ key }) => key)).toEqual(['till']);
  });
});

describe('definitions', () => {
  it('refer to each other by name, and to what is not in the plan by id', () => {
    const to = (sourceField: string, targetSchema: string, targetField = 'id') => ({
      sourceField,
      targetSchemaType: 'custom',
      targetSchema,
      targetField,
    });
    const { plan, notes } = pull({
      definitions: [
        definition(9, 'Gone', { status: 'deleted' }),
        definition(8, 'Paused', { status: 'inactive' }),
        definition(7, 'Visit', {
          fields: ['a', 'b', 'c', 'd'].map((name) => ({ name, type: 'number' })),
          relationships: [
            to('a', '5'),
            to('b', '8', 'code'),
            { sourceField: 'c', targetSchema: 'contacts', targetField: 'id_contact' },
            to('d', '7'),
          ],
        }),
        definition(5, 'Card'),
      ],
    });
    expect(plan.customData?.map(({ name }) => name)).toEqual(['Card', 'Visit']);
    expect(plan.customData?.[1]?.relationships).toEqual([
      { sourceField: 'a', targetSchemaType: 'custom', targetSchema: 'Card' },
      { sourceField: 'b', targetSchemaType: 'custom', targetSchema: '8', targetField: 'code' },
      { sourceField: 'c', targetSchemaType: 'system', targetSchema: 'contacts' },
      { sourceField: 'd', targetSchemaType: 'custom', targetSchema: 'Visit' },
    ]);
    expect(notes).toContain('customData: Definition 8, "Paused", is left out: it is inactive.');
    expect(noteOf(notes, 'customData[1].relationships[1].targetSchema')).toBeDefined();
    expect(noteOf(notes, 'customData: Definition 9')).toBeUndefined();
  });

  it('keep the id where names would go round in a circle, or look like ids', () => {
    const linked = (id: number, name: string, ...targets: number[]) =>
      definition(id, name, {
        fields: targets
          .map((target) => ({ name: `f${target}`, type: 'number' }))
          .concat({ name: 'x', type: 'text' }),
        relationships: targets.map((target) => ({
          sourceField: `f${target}`,
          targetSchemaType: 'custom',
          targetSchema: String(target),
        })),
      });
    const { plan, notes } = pull({
      definitions: [linked(1, 'A', 2, 4), linked(2, 'B', 3), linked(3, 'C', 1, 2), linked(4, '12')],
    });
    const targets = plan.customData?.map(({ relationships = [] }) =>
      relationships.map(({ targetSchema }) => targetSchema),
    );
    expect(targets).toEqual([['B', '4'], ['C'], ['1', '2'], []]);
    expect(notes.filter((note) => note.includes('close a circle'))).toHaveLength(2);
  });

  it('say of a field only what does not go without saying', () => {
    const field = { name: 'a', type: 'list', label: 'a', required: false, options: ['x', 'x', 1] };
    const full = {
      name: 'b',
      type: 'text',
      label: 'B',
      required: true,
      description: 'why',
      default: 'x',
    };
    const { plan } = pull({
      definitions: [definition(1, 'A', { fields: [field, full], uniqueKeys: ['a'] })],
    });
    expect(plan.customData).toEqual([
      {
        name: 'A',
        unique_keys: ['a'],
        fields: [{ name: 'a', type: 'list', options: ['x', 1] }, full],
      },
    ]);
  });

  it('leave out fields and definitions that no plan can declare, and say why', () => {
    const { plan, notes } = pull({
      definitions: [
        definition(1, 'A', {
          fields: [
            { name: 'a', type: 'number' },
            { name: 'odd', type: 'string' },
            { name: 'tier', type: 'list' },
          ],
          relationships: [
            { sourceField: 'odd', targetSchema: 'contacts' },
            { sourceField: 'a', targetSchema: 'orders' },
          ],
        }),
        definition(2, 'Bare', { fields: [] }),
        definition(3, 'Twice'),
        definition(4, ' TWICE '),
      ],
    });
    expect(plan.customData).toEqual([{ name: 'A', fields: [{ name: 'a', type: 'number' }] }]);
    expect(notes.map((note) => note.replace(/^.*?: /, ''))).toEqual([
      'Definition 2, "Bare", is left out: it has no field that a plan can declare.',
      'Definition 3, "Twice", is left out: 4 has the same name.',
      'Definition 4, " TWICE ", is left out: 3 has the same name.',
      'The field "odd" is left out: its type is string.',
      'The field "tier" is left out: it is a list, and the API does not say its options.',
      'The relationship of "odd" is left out: its field is not in the plan.',
      'The relationship of "a" is left out: it leads to "orders", which is neither contacts, products nor a definition.',
    ]);
  });

  it('leave out what lint refuses, however deep, and say why', () => {
    const { plan, notes } = pull({
      definitions: [
        definition(1, 'A', {
          fields: [
            { name: 'a', type: 'number' },
            { name: 'b', type: 'number', default: 'many' },
            { name: 'c', type: 'date' },
          ],
          relationships: [
            { sourceField: 'b', targetSchema: 'contacts' },
            { sourceField: 'c', targetSchema: 'contacts' },
          ],
        }),
        definition(2, 'B', { fields: [{ name: 'not a column', type: 'text' }] }),
      ],
    });
    expect(plan.customData).toEqual([
      {
        name: 'A',
        fields: [
          { name: 'a', type: 'number' },
          { name: 'c', type: 'date' },
        ],
      },
    ]);
    const start = (text: string) => notes.some((note) => note.startsWith(`customData: ${text}`));
    expect(start('The field "b" of "A" is left out: ')).toBe(true);
    expect(start('The field "not a column" of "B" is left out: ')).toBe(true);
    expect(start('The relationship of "c" in "A" is left out: ')).toBe(true);
    expect(start('Definition 2, "B", is left out: it has no field')).toBe(true);
  });

  it('keep, of several of one name, the recorded one, as it was spelt', () => {
    const { plan, diff } = pull(
      { definitions: [definition(3, 'Card'), definition(4, 'card')] },
      { sourceIds: {}, defIds: { CARD: 4 } },
    );
    expect(plan.customData?.map(({ name }) => name)).toEqual(['CARD']);
    expect(diff.changes).toMatchObject([{ action: 'unchanged', id: 4 }]);
  });
});

describe('events and order statuses', () => {
  it('are in a fixed order, with what the API leaves open in a note', () => {
    const { plan, notes } = pull({
      events: [
        { id: 2, codeName: 'visit', name: { fr: 'Visite' }, properties: { metaData: [] } },
        { id: 1, codeName: 'sale', name: 'Sale', properties: null },
        { id: 3, codeName: 'not safe', name: 'x' },
      ],
      orderStatuses: [
        { statusId: '10', lang: 'fr', name: 'Dix', isDeleted: false, idDataSource: 7 },
        { statusId: '9', lang: 'fr', name: 'Neuf', isDeleted: false },
        { statusId: '9', lang: 'en', name: 'Nine', isDeleted: false },
        { statusId: '1', lang: 'en', name: 'Gone', isDeleted: true },
      ],
    });
    expect(plan).toEqual({
      events: [
        { code_name: 'sale', name: { en: 'Sale' } },
        { code_name: 'visit', name: { fr: 'Visite' }, properties: { metaData: [] } },
      ],
      orderStatuses: [
        { status_id: '9', lang: 'en', name: 'Nine' },
        { status_id: '9', lang: 'fr', name: 'Neuf' },
        { status_id: '10', lang: 'fr', name: 'Dix' },
      ],
    });
    expect(notes).toEqual([
      'events: The event "not safe" is left out: "not safe" has characters that a URL changes.',
      'events[0].name: The API returns one text without its language.',
      'orderStatuses: Their data sources, 7, are left out: they have other ids on every shop.',
    ]);
  });

  it('are an empty plan of an empty shop', () => {
    expect(pull({})).toMatchObject({ plan: {}, notes: [] });
  });
});
