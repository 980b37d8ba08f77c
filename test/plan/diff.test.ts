import { describe, expect, it } from 'vitest';
import type {
  CustomDataDefinition,
  DataSourcePlan,
  ProvisioningPlan,
} from '../../src/connector/types.js';
import {
  type Change,
  diffPlan,
  hasChanges,
  type ShopDefinition,
  type ShopState,
} from '../../src/plan/diff.js';

const shopWith = (shop: Partial<ShopState>): ShopState => ({
  dataSources: [],
  definitions: [],
  events: [],
  orderStatuses: [],
  ...shop,
});
const brief = ({ kind, key, action, id }: Change) =>
  `${action} ${kind}:${key}${id === null ? '' : ` = ${id}`}`;
const diff = (plan: ProvisioningPlan, shop: Partial<ShopState> = {}, recorded = {}) =>
  diffPlan(plan, shopWith(shop), { sourceIds: {}, defIds: {}, ...recorded }).changes;
const actions = (...args: Parameters<typeof diff>) => diff(...args).map(brief);

const source = (
  key: string,
  extra: Partial<DataSourcePlan['decl']> = {},
  parentKey?: string,
): DataSourcePlan => ({
  key,
  decl: { label: key, type: 'api', ...extra },
  ...(parentKey === undefined ? {} : { parentKey }),
});
const store = (key: string, id: string | number, label = key) =>
  source(key, { label, config: { store_id: id }, stableConfigKey: 'store_id' });
const definition = (
  name: string,
  extra: Partial<CustomDataDefinition> = {},
): CustomDataDefinition => ({
  name,
  fields: [{ name: 'a', type: 'text' }],
  ...extra,
});
const row = (id: number, name: string, extra = {}) => ({
  id,
  name,
  status: 'active',
  fields: [{ name: 'a', type: 'text' }],
  relationships: [],
  uniqueKeys: [],
  ...extra,
});
const link = (sourceField: string, targetSchema: string) => ({
  sourceField,
  targetSchemaType: 'custom' as const,
  targetSchema,
});

describe('diff of data sources', () => {
  it('puts parents first, and leaves their ids open until they exist', () => {
    const plan = {
      dataSources: [source('leaf', {}, 'branch'), source('branch', {}, 'root'), source('root')],
    };
    expect(diff(plan)).toEqual([
      {
        kind: 'dataSource',
        key: 'root',
        action: 'create',
        id: null,
        body: { label: 'root', type: 'api' },
      },
      {
        kind: 'dataSource',
        key: 'branch',
        action: 'create',
        id: null,
        body: { label: 'branch', type: 'api', parent_id: null },
        parentKey: 'root',
        dependsOn: ['dataSource:root'],
      },
      {
        kind: 'dataSource',
        key: 'leaf',
        action: 'create',
        id: null,
        body: { label: 'leaf', type: 'api', parent_id: null },
        parentKey: 'branch',
        dependsOn: ['dataSource:branch'],
      },
    ]);
    const [, branch] = diff(plan, { dataSources: [{ id: 4, label: ' root ' }] });
    expect(branch).toMatchObject({ action: 'create', body: { parent_id: 4 } });
  });

  it('recognises a source by its stable key before its label, and updates a label that drifted', () => {
    const dataSources = [
      { id: 1, label: 'Paris', config: { store_id: 8 } },
      { id: 2, label: 'Old name', config: { store_id: '7', note: 'kept' } },
    ];
    expect(diff({ dataSources: [store('s', 7, 'Paris')] }, { dataSources })).toEqual([
      {
        kind: 'dataSource',
        key: 's',
        action: 'update',
        id: 2,
        body: { label: 'Paris' },
        changes: [{ path: 'label', from: 'Old name', to: 'Paris' }],
      },
    ]);
  });

  it('never gives one row to two sources', () => {
    const plan = { dataSources: [store('new', 9, 'Paris'), store('old', 8, 'Lyon')] };
    const dataSources = [{ id: 1, label: 'Paris', config: { store_id: 8 } }];
    expect(actions(plan, { dataSources })).toEqual([
      'create dataSource:new',
      'update dataSource:old = 1',
    ]);
    const twins = { dataSources: [source('x', { label: 'Same' }), source('y', { label: 'Same' })] };
    expect(actions(twins, { dataSources: [{ id: 1, label: 'Same' }] })).toEqual([
      'adopt dataSource:x = 1',
      'create dataSource:y',
    ]);
    const recorded = { sourceIds: { y: 1, x: 2 } };
    const rows = {
      dataSources: [
        { id: 1, label: 'Same' },
        { id: 2, label: 'Same' },
      ],
    };
    expect(actions(twins, rows, recorded)).toEqual([
      'unchanged dataSource:x = 2',
      'unchanged dataSource:y = 1',
    ]);
  });

  it('does not take over a namesake that is recorded as another source', () => {
    const plan = { dataSources: [store('new', 9, 'Paris')] };
    const dataSources = [{ id: 1, label: 'Paris', config: { store_id: 8 } }];
    expect(actions(plan, { dataSources }, { sourceIds: { closed: 1 } })).toEqual([
      'create dataSource:new',
      'drift dataSource:closed = 1',
    ]);
    const renamedKey = [{ id: 1, label: 'Paris', config: { store_id: 9 } }];
    expect(actions(plan, { dataSources: renamedKey }, { sourceIds: { closed: 1 } })).toEqual([
      'adopt dataSource:new = 1',
    ]);
  });

  it('completes the config and the parent, and leaves what others keep there', () => {
    const plan = { dataSources: [source('p'), source('s', { config: { a: 1, b: [1, 2] } }, 'p')] };
    const dataSources = [
      { id: 1, label: 'p' },
      { id: 2, label: 's', config: { b: [1, 2], c: 3 }, parentId: null },
    ];
    expect(diff(plan, { dataSources })[1]).toEqual({
      kind: 'dataSource',
      key: 's',
      action: 'update',
      id: 2,
      parentKey: 'p',
      dependsOn: ['dataSource:p'],
      body: { config: { a: 1, b: [1, 2], c: 3 }, parent_id: 1 },
      changes: [
        { path: 'config.a', from: null, to: 1 },
        { path: 'parent_id', from: null, to: 1 },
      ],
    });
    const silent = [
      { id: 1, label: 'p' },
      { id: 2, label: 's' },
    ];
    expect(actions(plan, { dataSources: silent })).toEqual([
      'adopt dataSource:p = 1',
      'adopt dataSource:s = 2',
    ]);
  });

  it('moves a source below a parent that is still to be made', () => {
    const plan = { dataSources: [source('p'), source('s', {}, 'p')] };
    const dataSources = [{ id: 2, label: 's', parentId: null }];
    expect(diff(plan, { dataSources })[1]).toMatchObject({
      action: 'update',
      body: { parent_id: null },
      changes: [{ path: 'parent_id', from: null, to: null }],
    });
  });

  it('refuses repeated keys, unknown parents and what hangs below them', () => {
    const plan = {
      dataSources: [source('a'), source('a'), source('c', {}, 'b'), source('b', {}, 'nowhere')],
    };
    expect(actions(plan)).toEqual([
      'create dataSource:a',
      'conflict dataSource:a',
      'conflict dataSource:b',
      'conflict dataSource:c',
    ]);
  });

  it('throws at a circle of parents, with its path', () => {
    const plan = {
      dataSources: [source('x', {}, 'a'), source('a', {}, 'b'), source('b', {}, 'a')],
    };
    expect(() => diff(plan)).toThrow(expect.objectContaining({ code: 'SPM_PLAN_CYCLE' }));
    expect(() => diff(plan)).toThrow('a -> b -> a');
    expect(() => diff({ dataSources: [source('x', {}, 'x')] })).toThrow('x -> x');
  });

  it('orders a chain of 20,000 sources', () => {
    const dataSources = Array.from({ length: 20_000 }, (_, i) =>
      source(`s${i}`, {}, i === 19_999 ? undefined : `s${i + 1}`),
    );
    expect(diff({ dataSources }).at(0)?.key).toBe('s19999');
  });
});

describe('diff of custom data', () => {
  it('matches names loosely among what is not deleted', () => {
    const definitions = [row(1, 'Card', { status: 'deleted' }), row(2, ' cARD ')];
    expect(actions({ customData: [definition('Card')] }, { definitions })).toEqual([
      'adopt customData:Card = 2',
    ]);
    expect(
      actions({ customData: [definition('Card')] }, { definitions }, { defIds: { Card: 2 } }),
    ).toEqual(['unchanged customData:Card = 2']);
  });

  it('says so when the recorded definition was deleted', () => {
    const [change] = diff(
      { customData: [definition('Card')] },
      { definitions: [row(1, 'Card', { status: 'deleted' })] },
      { defIds: { Card: 1 } },
    );
    expect(change).toMatchObject({
      action: 'create',
      warnings: [expect.stringContaining('1 was deleted')],
    });
  });

  it('takes the recorded one of several namesakes, and guesses none', () => {
    const definitions = [row(1, 'Card', { status: 'inactive' }), row(2, 'card'), row(3, ' CARD')];
    const plan = { customData: [definition('Card')] };
    expect(actions(plan, { definitions }, { defIds: { Card: 3 } })).toEqual([
      'unchanged customData:Card = 3',
    ]);
    expect(diff(plan, { definitions })).toEqual([
      expect.objectContaining({
        action: 'conflict',
        reason: 'ambiguous',
        candidates: [1, 2, 3],
        id: null,
        message: expect.stringContaining('1 ("Card", inactive), 2 ("card", active) and 3'),
      }),
    ]);
  });

  it('lets a caller who must have one take the lowest id, without activating it', () => {
    const inactive = [
      row(1, 'Card', { status: 'inactive' }),
      row(4, 'Card', { status: 'inactive' }),
    ];
    const plan = { customData: [definition('Card')] };
    const lenient = (definitions: ShopDefinition[]) =>
      diffPlan(plan, shopWith({ definitions }), undefined, { lenient: true }).changes.map(brief);
    expect(lenient([...inactive, row(2, 'Card'), row(3, 'Card')])).toEqual([
      'adopt customData:Card = 1',
    ]);
    expect(lenient(inactive)).toEqual(['adopt customData:Card = 1']);
  });

  it('holds a definition back that the shop renamed, rather than make another', () => {
    const plan = { customData: [definition('Card')] };
    const definitions = [row(1, 'Loyalty')];
    expect(diff(plan, { definitions }, { defIds: { Card: 1 } })).toMatchObject([
      {
        action: 'conflict',
        reason: 'renamed',
        id: 1,
        message: expect.stringContaining('"Loyalty"'),
      },
    ]);
    const both = { customData: [definition('Card'), definition('Loyalty')] };
    expect(actions(both, { definitions }, { defIds: { Card: 1 } })).toEqual([
      'create customData:Card',
      'adopt customData:Loyalty = 1',
    ]);
  });

  it.each(['creating', 'editing', 'archived'])('waits for one that is %s', (status) => {
    const def = definition('Card', { fields: [{ name: 'new', type: 'text' }] });
    const definitions = [row(1, 'Card', { status })];
    expect(diff({ customData: [def] }, { definitions })).toMatchObject([
      {
        action: 'conflict',
        reason: 'status',
        id: 1,
        hint: expect.stringMatching(/active|Activate/),
      },
    ]);
  });

  it('warns that records lack a field that is required from now on', () => {
    const field = (name: string, more = {}) => ({ name, type: 'text' as const, ...more });
    const def = definition('Card', {
      fields: [
        field('a'),
        field('b', { required: true }),
        field('c', { required: true, default: 'x' }),
        field('d', { required: true }),
      ],
    });
    expect(diff({ customData: [def] }, { definitions: [row(1, 'Card')] })).toMatchObject([
      { action: 'extend', warnings: [expect.stringMatching(/^b and d are required/)] },
    ]);
    expect(diff({ customData: [def] })[0]).not.toHaveProperty('warnings');
  });

  it('extends with what is missing only, then activates', () => {
    const def = definition('Card', {
      fields: [
        { name: 'a', type: 'text' },
        { name: 'b', type: 'list', options: ['x'] },
      ],
      relationships: [link('a', '12'), link('b', 'Card')],
    });
    const definitions = [
      row(5, 'card', {
        status: 'inactive',
        relationships: [{ sourceField: 'a', targetSchema: '12' }],
      }),
    ];
    expect(diff({ customData: [def] }, { definitions })).toEqual([
      {
        kind: 'customData',
        key: 'Card',
        action: 'extend',
        id: 5,
        body: {
          fields: [{ name: 'b', type: 'list', options: ['x'], label: 'b', required: false }],
          relationships: [{ ...link('b', '5'), target: 'Card' }],
        },
        warnings: [expect.stringContaining('"card"')],
      },
      {
        kind: 'customData',
        key: 'Card',
        action: 'activate',
        id: 5,
        warnings: [expect.stringContaining('inactive')],
      },
    ]);
  });

  it('orders targets first, and resolves their names to ids where they exist', () => {
    const customData = [
      definition('Line', { relationships: [link('a', 'ORDER'), link('b', 'Product')] }),
      definition('Order'),
      definition('Product'),
    ];
    const changes = diff({ customData }, { definitions: [row(3, 'Product')] });
    expect(changes.map(brief)).toEqual([
      'create customData:Order',
      'adopt customData:Product = 3',
      'create customData:Line',
    ]);
    expect(changes[2]).toMatchObject({
      dependsOn: ['customData:Order', 'customData:Product'],
      body: {
        relationships: [
          { ...link('a', ''), targetSchema: null, target: 'Order' },
          { ...link('b', '3'), target: 'Product' },
        ],
      },
    });
  });

  it('extends without waiting for targets that are linked already', () => {
    const def = definition('Card', {
      fields: [
        { name: 'a', type: 'text' },
        { name: 'b', type: 'text' },
      ],
      relationships: [link('a', 'Other')],
    });
    const definitions = [row(5, 'Card', { relationships: [{ sourceField: 'a' }] })];
    const [, change] = diff({ customData: [def, definition('Other')] }, { definitions });
    expect(change).toMatchObject({ action: 'extend', key: 'Card' });
    expect(change).not.toHaveProperty('dependsOn');
  });

  it('leaves a target outside the plan, and warns', () => {
    const [change] = diff({
      customData: [definition('Card', { relationships: [link('a', 'Elsewhere')] })],
    });
    expect(change).toMatchObject({
      warnings: [expect.stringContaining('"Elsewhere"')],
      body: { relationships: [link('a', 'Elsewhere')] },
    });
    expect(change).not.toHaveProperty('dependsOn');
  });

  it('reports what cannot be changed, beside what can', () => {
    const def = definition('Card', {
      unique_keys: ['a'],
      fields: [
        { name: 'a', type: 'number' },
        { name: 'b', type: 'text' },
      ],
      relationships: [link('a', '12'), link('c', 'Other')],
    });
    const definitions = [
      row(5, 'Card', {
        relationships: [
          { sourceField: 'a', targetSchema: '11' },
          { sourceField: 'c', targetSchema: '4' },
        ],
      }),
    ];
    const changes = diff({ customData: [def, definition('Other')] }, { definitions });
    expect(changes.map(brief)).toEqual([
      'create customData:Other',
      'extend customData:Card = 5',
      ...Array(4).fill('conflict customData:Card = 5'),
    ]);
    const conflicts = changes.slice(2);
    expect(conflicts.map(({ reason, changes: [change] = [] }) => [reason, change])).toEqual([
      ['field-type', { path: 'fields.a.type', from: 'text', to: 'number' }],
      ['unique-keys', { path: 'unique_keys', from: [], to: ['a'] }],
      ['relationship-target', { path: 'relationships.a.targetSchema', from: '11', to: '12' }],
      ['relationship-target', { path: 'relationships.c.targetSchema', from: '4', to: null }],
    ]);
    for (const { message, hint } of conflicts) expect(message && hint).toBeTruthy();
  });

  it('does not compare what the API did not say', () => {
    const { uniqueKeys: _, ...silent } = row(5, 'Card', {
      fields: [{ name: 'a' }],
      relationships: [{ sourceField: 'a', targetSchema: 'Contacts' }, { sourceField: 'b' }],
    });
    const def = definition('Card', {
      unique_keys: ['a'],
      relationships: [link('a', '1'), link('b', '2')],
    });
    expect(actions({ customData: [def] }, { definitions: [silent] })).toEqual([
      'adopt customData:Card = 5',
    ]);
  });

  it('refuses a repeated name, and reports drift of what is recorded and there', () => {
    const plan = { customData: [definition('Card'), definition(' card')] };
    const definitions = [
      row(1, 'Card'),
      row(2, 'Old'),
      row(3, 'Gone', { status: 'deleted' }),
      row(4, 'Foreign'),
    ];
    expect(
      actions(plan, { definitions }, { defIds: { Card: 1, Old: 2, Gone: 3, Never: 9 } }),
    ).toEqual([
      'unchanged customData:Card = 1',
      'conflict customData: card',
      'drift customData:Old = 2',
    ]);
  });
});

describe('diff of events and order statuses', () => {
  const event = {
    code_name: 'sale',
    name: { fr: 'Vente' },
    properties: { metaData: [{ name: 'n', type: 'text' }] },
  };

  it.each([
    ['as declared', { name: { fr: 'Vente' }, properties: event.properties }, 'unchanged'],
    [
      'with what the server added',
      {
        name: { fr: 'Vente', en: '' },
        properties: { metaData: [{ name: 'n', type: 'text', required: false }], customData: [] },
      },
      'unchanged',
    ],
    ['in forms that cannot be compared', { name: 'Sale', properties: 'text' }, 'unchanged'],
    ['with another name', { name: { fr: 'Achat' } }, 'update'],
    ['without any property', { name: 'Vente', properties: null }, 'update'],
    ['without a property', { name: 'Vente', properties: { metaData: [] } }, 'update'],
  ])('takes an event %s', (_, stored, action) => {
    const events = [{ id: 3, codeName: 'sale', ...stored }];
    expect(actions({ events: [event] }, { events })).toEqual([`${action} event:sale = 3`]);
  });

  it('creates an event once', () => {
    expect(actions({ events: [event, event] })).toEqual([
      'create event:sale',
      'conflict event:sale',
    ]);
  });

  const paid = { status_id: 'paid', lang: 'fr', name: 'Payée' };
  const stored = {
    statusId: 'paid',
    lang: 'fr',
    name: 'Payée',
    isDeleted: false,
    createdAt: '2020',
  };

  it('compares what a status is, not when it was written', () => {
    const plan = { orderStatuses: [{ ...paid, created_at: '2026', updated_at: '2026' }] };
    expect(actions(plan, { orderStatuses: [stored] })).toEqual(['unchanged orderStatus:paid/fr']);
    expect(
      actions({ orderStatuses: [{ ...paid, lang: 'en' }] }, { orderStatuses: [stored] }),
    ).toEqual(['create orderStatus:paid/en']);
  });

  it('updates a status, keeping the date of its creation', () => {
    const plan = { orderStatuses: [{ ...paid, name: 'Réglée', id_data_source: 4 }] };
    const orderStatuses = [{ ...stored, isDeleted: true, idDataSource: 3 }];
    expect(diff(plan, { orderStatuses })).toEqual([
      {
        kind: 'orderStatus',
        key: 'paid/fr',
        action: 'update',
        id: null,
        body: { ...paid, name: 'Réglée', id_data_source: 4, is_deleted: false, created_at: '2020' },
        changes: [
          { path: 'name', from: 'Payée', to: 'Réglée' },
          { path: 'is_deleted', from: true, to: false },
          { path: 'id_data_source', from: 3, to: 4 },
        ],
      },
    ]);
  });
});

describe('a diff', () => {
  it('is versioned, counts its actions and knows whether anything is to be written', () => {
    const plan = { dataSources: [source('a'), source('b')], customData: [definition('c')] };
    const pending = diffPlan(plan, shopWith({ dataSources: [{ id: 1, label: 'a' }] }));
    expect(pending.version).toBe(1);
    expect(pending.summary).toEqual({
      create: 2,
      update: 0,
      extend: 0,
      activate: 0,
      adopt: 1,
      unchanged: 0,
      drift: 0,
      conflict: 0,
    });
    expect(hasChanges(pending)).toBe(true);
    expect(hasChanges(diffPlan({}, shopWith({})))).toBe(false);
    expect(JSON.parse(JSON.stringify(pending))).toEqual(pending);
  });

  it('holds back sources and definitions of a shop that could not be read', () => {
    const plan = {
      dataSources: [source('a')],
      customData: [definition('c')],
      events: [{ code_name: 'e', name: {} }],
    };
    const unreadable = { dataSource: 'down', customData: 'down', event: 'down' };
    expect(actions(plan, { unreadable })).toEqual([
      'conflict dataSource:a',
      'conflict customData:c',
      'create event:e',
    ]);
  });
});
