/** Random plans, any two of which can be provisioned one after the other, and the union of two plans. */
import fc from 'fast-check';
import type {
  CustomDataDefinition,
  DataSourcePlan,
  EventDefinition,
  OrderStatusDefinition,
  ProvisioningPlan,
} from '../../src/connector/types.js';

const KEYS: readonly string[] = ['a', 'b', 'c', 'd'];
const FIELDS = ['f', 'g', 'h'] as const;

/** The version of the parts that may change; identity, types and targets depend only on the key. */
const version = fc.constantFrom(1, 2);
const some = (items: readonly string[]) => fc.subarray([...items]);

/** Half of the keys have a stable identity, and the label identifies the others. A parent has an earlier key. */
const source = (key: string) =>
  fc.record({ version, parent: fc.option(fc.constantFrom(...KEYS)), extra: fc.boolean() }).map(
    ({ version: v, parent, extra }): DataSourcePlan => ({
      key,
      decl: {
        label: `${key} ${v}`,
        type: 'api',
        config: { ...(key < 'c' ? { id: key } : {}), ...(extra ? { [`v${v}`]: v } : {}) },
        ...(key < 'c' ? { stableConfigKey: 'id' } : {}),
      },
      ...(parent !== null && parent < key ? { parentKey: parent } : {}),
    }),
  );

/** `f` is the key; `g` refers to the previous definition, `h` to the definition itself. */
const definition = (name: string, before: string | undefined) =>
  fc.record({ fields: some(FIELDS.slice(1)), related: some(FIELDS.slice(1)), version }).map(
    ({ fields, related, version: v }): CustomDataDefinition => ({
      name: v === 1 ? name : name.toUpperCase(),
      unique_keys: ['f'],
      fields: ['f', ...fields].map((field) => ({ name: field, type: 'number' })),
      relationships: related.flatMap((sourceField) => {
        const target = sourceField === 'h' ? name : before;
        return fields.includes(sourceField) && target !== undefined
          ? [{ sourceField, targetSchemaType: 'custom' as const, targetSchema: target }]
          : [];
      }),
    }),
  );

const event = (code_name: string) =>
  fc.record({ version, declared: fc.boolean() }).map(
    ({ version: v, declared }): EventDefinition => ({
      code_name,
      name: { en: `${code_name} ${v}` },
      ...(declared ? { properties: { metaData: [{ name: `n${v}`, type: 'text' }] } } : {}),
    }),
  );

const status = (status_id: string) =>
  fc.record({ version, is_deleted: fc.boolean() }).map(
    ({ version: v, is_deleted }): OrderStatusDefinition => ({
      status_id,
      lang: 'en',
      name: `${status_id} ${v}`,
      is_deleted,
    }),
  );

/** The same in every plan, because a relationship cannot change its target. */
const targetOf = (key: string) => KEYS[KEYS.indexOf(key) - 1];

const each = <T>(make: (key: string, chosen: readonly string[]) => fc.Arbitrary<T>) =>
  some(KEYS).chain((chosen) => fc.tuple(...chosen.map((key) => make(key, chosen))));

/** Relationships and parents only refer to resources of the plan. */
export const plans: fc.Arbitrary<ProvisioningPlan> = fc
  .record({
    dataSources: each(source),
    customData: each((key, chosen) =>
      definition(
        key,
        chosen.find((one) => one === targetOf(key)),
      ),
    ),
    events: each(event),
    orderStatuses: each(status),
  })
  .map(({ dataSources, customData, ...rest }) => {
    const keys = new Set(dataSources.map(({ key }) => key));
    return {
      ...rest,
      customData: [...customData].reverse(),
      dataSources: dataSources
        .map(({ parentKey, ...one }) =>
          parentKey !== undefined && keys.has(parentKey) ? { ...one, parentKey } : one,
        )
        .reverse(),
    };
  });

/**
 * The union of two plans. If both declare a part, the later one wins, except where the API only adds: fields,
 * relationships and keys of a config stay as they were. Parts that the later plan lacks stay, too.
 */
export function union(first: ProvisioningPlan, then: ProvisioningPlan): ProvisioningPlan {
  return {
    dataSources: merged(first.dataSources, then.dataSources, ({ key }) => key, laterSource),
    customData: merged(
      first.customData,
      then.customData,
      ({ name }) => name.toLowerCase(),
      extended,
    ),
    events: merged(
      first.events,
      then.events,
      ({ code_name }) => code_name,
      (a, b) => ({ ...a, ...b }),
    ),
    orderStatuses: merged(
      first.orderStatuses,
      then.orderStatuses,
      ({ status_id }) => status_id,
      (_, b) => b,
    ),
  };
}

function laterSource(a: DataSourcePlan, b: DataSourcePlan): DataSourcePlan {
  return { ...a, ...b, decl: { ...b.decl, config: { ...a.decl.config, ...b.decl.config } } };
}

function extended(a: CustomDataDefinition, b: CustomDataDefinition): CustomDataDefinition {
  return {
    ...a,
    fields: merged(
      a.fields,
      b.fields,
      ({ name }) => name,
      (one) => one,
    ),
    relationships: merged(
      a.relationships,
      b.relationships,
      ({ sourceField }) => sourceField,
      (one) => one,
    ),
  };
}

function merged<T>(
  first: readonly T[] = [],
  then: readonly T[] = [],
  keyOf: (item: T) => string,
  both: (a: T, b: T) => T,
): T[] {
  const items = new Map(first.map((item) => [keyOf(item), item]));
  for (const item of then) {
    const before = items.get(keyOf(item));
    items.set(keyOf(item), before === undefined ? item : both(before, item));
  }
  return [...items.values()];
}
