import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type CustomDataRecord,
  defineCustomData,
  type Resolver,
  validateCustomDataDefinition,
  validateProvisioningEvents,
} from '../../src/connector/custom-data.js';
import type {
  CustomDataDefinition,
  IntegrationContext,
  ProvisioningPlan,
} from '../../src/connector/types.js';
import { thrownBy } from './fixtures.js';

const visits = defineCustomData({
  name: 'visits',
  unique_keys: ['visit_id'],
  fields: [
    { name: 'visit_id', type: 'text', required: true },
    { name: 'contact', type: 'number', required: true },
    { name: 'rank', type: 'list', options: ['gold', 'silver', 3], required: true },
    { name: 'kind', type: 'list' },
    { name: 'amount', type: 'decimal' },
    { name: 'open', type: 'bool', required: false },
    { name: 'raw', type: 'json' },
  ],
  relationships: [{ sourceField: 'contact', targetSchemaType: 'system', targetSchema: 'contacts' }],
});

type Visit = CustomDataRecord<typeof visits>;

describe('defineCustomData', () => {
  it('infers the record from the fields', () => {
    expectTypeOf<Visit>().toEqualTypeOf<{
      visit_id: string;
      contact: number | Resolver;
      rank: 'gold' | 'silver' | 3;
      kind?: string | number | null | undefined;
      amount?: number | null | undefined;
      open?: boolean | null | undefined;
      raw?: unknown;
    }>();
  });

  it('types what is saved', () => {
    const save = (ctx: IntegrationContext) => {
      const handle = ctx.customData(visits);
      expectTypeOf(handle.save).parameter(0).toEqualTypeOf<readonly Visit[]>();
      // @ts-expect-error rank is not one of the options
      handle.save([{ visit_id: '1', contact: 1, rank: 'bronze' }]);
      // @ts-expect-error visit_id is required
      handle.save([{ contact: 1, rank: 'gold' }]);
      // @ts-expect-error there is no such field
      handle.save([{ visit_id: '1', contact: 1, rank: 3, extra: 1 }]);
      return handle.save([{ visit_id: '1', contact: { by: 'email', value: 'a@b.c' }, rank: 3 }]);
    };
    expectTypeOf(save).returns.resolves.toHaveProperty('sent');
  });

  it('gives every type of field its values', () => {
    const all = defineCustomData({
      name: 'all',
      fields: [
        { name: 'bool', type: 'bool', required: true },
        { name: 'text', type: 'text', required: true },
        { name: 'longtext', type: 'longtext', required: true },
        { name: 'number', type: 'number', required: true },
        { name: 'decimal', type: 'decimal', required: true },
        { name: 'list', type: 'list', required: true },
        { name: 'date', type: 'date', required: true },
        { name: 'datetime', type: 'datetime', required: true },
        { name: 'json', type: 'json', required: true },
        { name: 'geolocation', type: 'geolocation', required: true },
      ],
    });
    expectTypeOf<CustomDataRecord<typeof all>>().toEqualTypeOf<{
      bool: boolean;
      text: string;
      longtext: string;
      number: number;
      decimal: number;
      list: string | number;
      date: string;
      datetime: string;
      json: unknown;
      geolocation: unknown;
    }>();
  });

  it('takes a resolver only where a relationship starts', () => {
    const save = (ctx: IntegrationContext) => {
      const { save } = ctx.customData(visits);
      save([{ visit_id: '1', contact: { by: 'id_customer', value: 7 }, rank: 3 }]);
      // @ts-expect-error a resolver needs `by`
      save([{ visit_id: '1', contact: { value: 7 }, rank: 3 }]);
      // @ts-expect-error no relationship starts from amount
      save([{ visit_id: '1', contact: 1, rank: 3, amount: { by: 'id', value: 1 } }]);
      // @ts-expect-error a text is not a number
      save([{ visit_id: '1', contact: '1', rank: 3 }]);
      // @ts-expect-error a required field is not null
      save([{ visit_id: null, contact: 1, rank: 3 }]);
      return save([{ visit_id: '1', contact: 1, rank: 'silver', amount: null, open: undefined }]);
    };
    expectTypeOf(save)
      .returns.resolves.toHaveProperty('rejectedItems')
      .toExtend<{ item: Visit }[]>();
  });

  it('knows nothing of the records of a name', () => {
    const save = (ctx: IntegrationContext) => ctx.customData('visits').save;
    expectTypeOf(save).returns.parameter(0).toEqualTypeOf<readonly Record<string, unknown>[]>();
  });

  it('fits into a plan, whatever its records are', () => {
    expectTypeOf<{ customData: (typeof visits)[] }>().toExtend<ProvisioningPlan>();
  });

  it('is still a plain definition', () => {
    expectTypeOf(visits).toExtend<CustomDataDefinition>();
    expect(Object.keys(visits)).toEqual(['name', 'unique_keys', 'fields', 'relationships']);
  });

  it('refuses a key that is no field, when it compiles and when it runs', () => {
    const define = () =>
      defineCustomData({
        name: 'visits',
        fields: [{ name: 'visit_id', type: 'text' }],
        // @ts-expect-error not a field
        unique_keys: ['visit_di'],
      });
    expect(thrownBy(define)).toMatchObject({
      code: 'SPM_PLAN_INVALID',
      message: expect.stringMatching(/visits.*unique_keys.*"visit_di".*Did you mean "visit_id"/),
    });
  });

  it('refuses a relationship from something that is no field', () => {
    const define = () =>
      defineCustomData({
        name: 'visits',
        fields: [{ name: 'visit_id', type: 'text' }],
        relationships: [
          // @ts-expect-error not a field
          { sourceField: 'buyer', targetSchemaType: 'system', targetSchema: 'contacts' },
        ],
      });
    expect(define).toThrow(/visits.*sourceField: "buyer" is not a field/);
  });

  it('refuses a type that does not exist', () => {
    // @ts-expect-error the platform says text
    defineCustomData({ name: 'visits', fields: [{ name: 'visit_id', type: 'string' }] });
  });

  it('accepts fields that are only known at run time', () => {
    const fields: CustomDataDefinition['fields'] = [{ name: 'a', type: 'text' }];
    expect(defineCustomData({ name: 'a', fields, unique_keys: ['a'] }).fields).toBe(fields);
  });
});

describe('validateCustomDataDefinition', () => {
  it('accepts declared keys and sources', () => {
    expect(() => validateCustomDataDefinition(visits)).not.toThrow();
  });

  it('tells about all of them', () => {
    const error = thrownBy(() =>
      validateCustomDataDefinition({
        name: 'Stores',
        fields: [{ name: 'id', type: 'text' }],
        unique_keys: ['id', 'a', 'b'],
        relationships: [{ sourceField: 'c', targetSchemaType: 'custom', targetSchema: '1' }],
      }),
    );
    expect(error).toMatchObject({
      message: expect.stringContaining('Stores'),
      details: {
        problems: [
          { path: 'unique_keys[1]' },
          { path: 'unique_keys[2]' },
          { path: 'relationships[0].sourceField' },
        ],
      },
    });
  });
});

describe('validateProvisioningEvents', () => {
  it('accepts events with a code name', () => {
    expect(() => validateProvisioningEvents([{ code_name: 'a', name: {} }])).not.toThrow();
  });

  it.each(['', '  '])('refuses the code name %j', (code_name) => {
    const events = [
      { code_name: 'a', name: {} },
      { code_name, name: {} },
    ];
    expect(() => validateProvisioningEvents(events)).toThrow(/events\[1\]\.code_name/);
  });
});
