/** Valid plans of every kind, and changes that may make them invalid. */
import fc from 'fast-check';
import type {
  CustomDataDefinition,
  DataSourcePlan,
  EventDefinition,
  FieldDefinition,
  FieldType,
  OrderStatusDefinition,
  ProvisioningPlan,
  Relationship,
} from '../../src/connector/types.js';

/** Only mutations have keys that a server may reject as an attack. */
const json = fc
  .jsonValue({ maxDepth: 1 })
  .filter((value) => !JSON.stringify(value).includes('__proto__'));
const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,9}$/).filter((text) => text !== 'id');
const label = fc.stringMatching(/^[A-Z][a-zé ]{0,8}[a-z]$/);
const text = fc.oneof(label, fc.constantFrom('Über', '店舗', '🙂 ok', "d'or"));
const names = (maxLength: number, minLength = 0) =>
  fc.uniqueArray(name, { minLength, maxLength, selector: (text) => text.toLowerCase() });

/** Any plan that lint and the platform accept without an error. */
export const validPlan: fc.Arbitrary<ProvisioningPlan> = fc.record(
  {
    dataSources: names(3).chain(sourcesNamed),
    customData: names(3).chain(definitionsNamed),
    events: names(2).chain((codes) => fc.tuple(...codes.map(eventNamed))),
    orderStatuses: names(2).chain((ids) =>
      fc.tuple(...ids.map(statusNamed)).map((all) => all.flat()),
    ),
  },
  { requiredKeys: [] },
);

/** Each has a unique identity, and an earlier source as its parent, or none. */
function sourcesNamed(keys: string[]): fc.Arbitrary<DataSourcePlan[]> {
  const source = (key: string, index: number) =>
    fc
      .record({
        parent:
          index === 0 ? fc.constant(undefined) : fc.option(fc.nat(index - 1), { nil: undefined }),
        config: fc.option(fc.record({ store: fc.constant(key), more: json }), {
          nil: undefined,
        }),
        stable: fc.boolean(),
      })
      .map(({ parent, config, stable }) => ({
        key,
        decl: {
          label: `Source ${key}`,
          type: 'api',
          ...(config && { config }),
          ...(config && stable && { stableConfigKey: 'store' }),
        },
        ...(parent !== undefined && { parentKey: keys[parent] ?? '' }),
      }));
  return fc.tuple(...keys.map(source));
}

// ---------------------------------------------------------------- custom data

function definitionsNamed(all: string[]): fc.Arbitrary<CustomDataDefinition[]> {
  return fc.tuple(...all.map((own, index) => definitionNamed(own, all.slice(0, index))));
}

/** Refers to earlier definitions, to itself, and to system schemas. */
function definitionNamed(
  own: string,
  earlier: readonly string[],
): fc.Arbitrary<CustomDataDefinition> {
  return names(5, 1).chain((fieldNames) =>
    fc
      .record({
        fields: fc.tuple(...fieldNames.map(fieldNamed)),
        keys: fc.subarray(fieldNames),
        description: fc.option(text, { nil: undefined }),
        targets: fc.array(fc.constantFrom('contacts', 'products', own, ...earlier), {
          maxLength: 3,
        }),
      })
      .map(({ fields, keys, description, targets }) => {
        const numbers = fields.filter(({ type }) => type === 'number');
        return {
          name: own,
          ...(description !== undefined && { description }),
          fields: fields.map((field) => (keys.includes(field.name) ? required(field) : field)),
          ...(keys.length > 0 && { unique_keys: keys }),
          relationships: numbers
            .slice(0, targets.length)
            .map((field, index): Relationship => relationshipTo(field.name, targets[index] ?? own)),
        };
      }),
  );
}

const required = (field: FieldDefinition): FieldDefinition => ({ ...field, required: true });

function relationshipTo(sourceField: string, target: string): Relationship {
  const isSystem = target === 'contacts' || target === 'products';
  return {
    sourceField,
    targetSchemaType: isSystem ? 'system' : 'custom',
    targetSchema: target,
    ...(isSystem ? {} : { targetField: 'id' }),
  };
}

const VALUES: Readonly<Record<FieldType, fc.Arbitrary<unknown>>> = {
  bool: fc.boolean(),
  text,
  longtext: text,
  number: fc.integer(),
  decimal: fc.double({ noNaN: true, noDefaultInfinity: true }),
  list: fc.constantFrom('gold', 'silver', 3),
  date: fc.constantFrom('2024-02-29', '1999-12-31'),
  datetime: fc.constantFrom('2024-02-29T10:00:00Z'),
  json: fc.dictionary(name, json, { maxKeys: 2 }),
  geolocation: fc.constantFrom('48.85,2.35', { lat: 1, lng: 2 }),
};

function fieldNamed(own: string): fc.Arbitrary<FieldDefinition> {
  return fc
    .constantFrom<FieldType>('number', ...(Object.keys(VALUES) as FieldType[]))
    .chain((type) =>
      fc
        .record(
          { label, required: fc.boolean(), description: text, default: VALUES[type] },
          { requiredKeys: [] },
        )
        .map((more) => ({
          name: own,
          type,
          ...more,
          ...(type === 'list' && { options: ['gold', 'silver', 3] }),
        })),
    );
}

// ---------------------------------------------------------------- events and order statuses

const properties = names(2).chain((all) =>
  fc.tuple(
    ...all.map((own) =>
      fc.record(
        {
          name: fc.constant(own),
          type: fc.constantFrom('bool', 'text', 'longtext', 'number', 'decimal', 'date', 'json'),
          required: fc.boolean(),
          description: text,
        },
        { requiredKeys: ['name', 'type'] },
      ),
    ),
  ),
);

function eventNamed(code_name: string): fc.Arbitrary<EventDefinition> {
  const slot = fc.constantFrom(
    'metaData',
    'customData',
    'contact.customData',
    'visitor.customData',
  );
  return fc.record(
    {
      code_name: fc.constant(code_name),
      name: fc.dictionary(fc.constantFrom('fr', 'en', 'de'), text, { minKeys: 1 }),
      properties: fc.dictionary(slot, properties),
    },
    { requiredKeys: ['code_name', 'name'] },
  );
}

function statusNamed(status_id: string): fc.Arbitrary<OrderStatusDefinition[]> {
  const time = fc.constantFrom('2024-02-29T10:00:00Z', '2026-01-01T00:00:00.000Z');
  const row = (lang: string) =>
    fc.record(
      {
        status_id: fc.constant(status_id),
        lang: fc.constant(lang),
        name: text,
        is_deleted: fc.boolean(),
        created_at: time,
        updated_at: time,
      },
      { requiredKeys: ['status_id', 'lang', 'name'] },
    );
  return fc.tuple(row('fr'), row('en'));
}

// ---------------------------------------------------------------- mutations

type Json = unknown;
type Holder = Record<string, Json> | Json[];

/** A change that can be applied to any plan, as numbers and values. */
export interface Mutation {
  kind:
    | 'drop'
    | 'double'
    | 'rename'
    | 'retype'
    | 'replace'
    | 'swap'
    | 'insert'
    | 'twist'
    | 'borrow';
  /** The index of the place in the plan. */
  at: number;
  /** The index of the second place, for kinds with two places. */
  with: number;
  value: Json;
}

const junk: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    0,
    -1,
    0.5,
    1e300,
    '',
    ' ',
    'id',
    'text',
    'list',
    '1',
    'contacts',
    'custom',
  ),
  fc.constantFrom<Json>(
    [],
    {},
    [null],
    { a: 1 },
    [[]],
    '../x',
    '\u0000',
    '\ud800',
    'é'.repeat(256),
    'x\ny',
  ),
  fc.constantFrom<Json>(
    '2024-02-30',
    '2024-02-29',
    'fr',
    'FR',
    'key',
    'name',
    'toString',
    '__proto__',
  ),
  fc.string({ maxLength: 8, unit: 'binary' }),
  fc.integer(),
);

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom<Mutation['kind']>(
    ...(['drop', 'double', 'rename', 'retype', 'replace', 'swap', 'insert'] as const),
    ...(['twist', 'twist', 'borrow', 'borrow'] as const),
  ),
  at: fc.nat(),
  with: fc.nat(),
  value: junk,
});

interface Place {
  holder: Holder;
  key: string;
}

/** A changed copy. */
export function mutate(plan: Json, mutations: readonly Mutation[]): Json {
  const root: Record<string, Json> = { plan: structuredClone(plan) };
  for (const mutation of mutations) {
    const places = placesIn(root);
    const place = places[mutation.at % places.length];
    const other = places[mutation.with % places.length];
    if (place && other) CHANGES[mutation.kind](place, other, mutation.value, mutation.with);
  }
  return root.plan;
}

function placesIn(holder: Holder, places: Place[] = []): Place[] {
  for (const [key, value] of Object.entries(holder)) {
    places.push({ holder, key });
    if (typeof value === 'object' && value !== null) placesIn(value as Holder, places);
  }
  return places;
}

const get = ({ holder, key }: Place): Json => (holder as Record<string, Json>)[key];
const set = ({ holder, key }: Place, value: Json) =>
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });

const TWISTS: readonly ((text: string) => string)[] = [
  (text) => text.toUpperCase(),
  (text) => ` ${text}`,
  (text) => `${text} `,
  (text) => text.slice(1),
  (text) => text.repeat(30),
  (text) => `${text}é`,
  (text) => text.replace(/[aeiou]/, ''),
];

const CHANGES: Readonly<
  Record<Mutation['kind'], (place: Place, other: Place, value: Json, seed: number) => void>
> = {
  drop({ holder, key }) {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  },
  double(place, other) {
    const { holder, key } = place;
    if (Array.isArray(holder)) holder.splice(Number(key), 0, structuredClone(get(place)));
    else set({ holder, key: other.key }, structuredClone(get(place)));
  },
  rename(place, other) {
    const { holder, key } = place;
    if (Array.isArray(holder)) return;
    const value = get(place);
    delete holder[key];
    set({ holder, key: /^\d+$/.test(other.key) ? `${key}s` : other.key }, value);
  },
  retype(place) {
    const value = get(place);
    if (typeof value === 'string') set(place, [value]);
    else if (typeof value === 'number' || typeof value === 'boolean') set(place, String(value));
    else if (Array.isArray(value)) set(place, { ...value });
    else set(place, JSON.stringify(value));
  },
  replace: (place, _other, value) => void set(place, structuredClone(value)),
  swap(place, other) {
    const [one, two] = [structuredClone(get(place)), structuredClone(get(other))];
    set(place, two);
    set(other, one);
  },
  insert(place, _other, value) {
    const { holder, key } = place;
    if (Array.isArray(holder)) holder.splice(Number(key), 0, structuredClone(value));
    else set({ holder, key: `${key}x` }, structuredClone(value));
  },
  twist(place, _other, _value, seed) {
    const value = get(place);
    if (typeof value === 'string') set(place, TWISTS[seed % TWISTS.length]?.(value));
    else if (typeof value === 'boolean') set(place, !value);
    else if (typeof value === 'number') set(place, seed % 2 === 0 ? -value : value + 0.5);
  },
  borrow(place, other) {
    if (typeof get(place) === typeof get(other)) set(place, structuredClone(get(other)));
  },
};
