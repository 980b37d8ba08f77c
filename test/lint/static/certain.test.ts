/**
 * A certain finding must hold for every value of the unknown parts. The test makes one part after the other of all
 * examples unknown, and checks that no other value of that part removes the finding.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Certainty } from '../../../src/lint/static/certain.js';
import type { StaticNode } from '../../../src/lint/static/model.js';
import { RULES_WITH_NEEDS } from '../../../src/lint/static/needs.js';
import { leaf, Materializer, unknown } from '../../../src/lint/static/node.js';
import { lintIntegration } from '../../../src/plan/lint.js';
import type { Finding } from '../../../src/plan/rule.js';
import { RULES } from '../../../src/plan/rules/index.js';
import { parsePlanFile } from '../../../src/plan-file/parse.js';
import { ROOT } from '../../helpers/cli.js';

const EXAMPLES = join(ROOT, 'docs', 'lint');

const gap = { code: 'call', at: { file: '/x.ts', line: 1, column: 1 } } as const;

type Part = string | number;

/** Some examples have hundreds of similar fields. */
const MOST_PLACES = 40;

const at = (name: string) => ({ name, at: { file: '/x.ts', line: 1, column: 1 } });

/** Names that the code of a connector may request. */
const code = { sources: [at('stores'), at('x')], definitions: [at('Store'), at('x')] };

const keysOf = (value: unknown): Part[] => {
  if (Array.isArray(value)) return value.map((_, index) => index);
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
};

const partOf = (value: unknown, key: Part): unknown => (value as Record<Part, unknown>)[key];

function placesIn(value: unknown, way: Part[] = []): Part[][] {
  return [way, ...keysOf(value).flatMap((key) => placesIn(partOf(value, key), [...way, key]))];
}

/** The value with a change at one place; `change` gets the old value. */
function changed(value: unknown, way: Part[], change: (old: unknown) => unknown): unknown {
  const [first, ...rest] = way;
  if (first === undefined) return change(value);
  const inner = changed(partOf(value, first), rest, change);
  if (Array.isArray(value)) return value.with(Number(first), inner);
  return { ...(value as object), [first]: inner };
}

/** Unknown at the place: the whole value, or everything after its first entries. */
function masked(value: unknown, way: Part[], open: boolean): StaticNode {
  const [first, ...rest] = way;
  if (first === undefined && !open) return unknown(gap);
  if (typeof value !== 'object' || value === null) return leaf(value);
  const cut = first === undefined;
  const keys = cut ? keysOf(value).slice(0, 1) : keysOf(value);
  const entries = keys.map((key): [Part, StaticNode] => {
    const part = partOf(value, key);
    return [key, !cut && key === first ? masked(part, rest, open) : known(part)];
  });
  const more = cut ? { open: gap } : {};
  if (Array.isArray(value))
    return { kind: 'list', items: entries.map(([, node]) => node), ...more };
  return {
    kind: 'object',
    entries: new Map(entries.map(([key, node]) => [String(key), node])),
    ...more,
  };
}

function known(value: unknown): StaticNode {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(known) };
  if (typeof value !== 'object' || value === null) return leaf(value);
  return {
    kind: 'object',
    entries: new Map(Object.entries(value).map(([key, part]) => [key, known(part)])),
  };
}

const base = parsePlanFile(
  'customData: [{ name: Store, fields: [{ name: code, type: date }] }]',
  'yaml',
).plan;

const textOf = ({ rule, path, code, args }: Finding) =>
  `${rule} ${path} ${code} ${JSON.stringify(args)}`;

const findingsOf = (integration: unknown, only?: readonly Finding[]) => {
  const wanted = new Set(only?.map(({ rule }) => rule));
  const unwanted = only === undefined ? [] : RULES.filter(({ id }) => !wanted.has(id));
  const rules = Object.fromEntries(unwanted.map(({ id }) => [id, 'off' as const]));
  const plan = partOf(integration ?? {}, 'provisioning');
  return lintIntegration({ integration, plan, code, base }, { rules });
};

/** Possible values of the unknown place, as far as they matter. */
const WORLDS: ((old: unknown) => unknown)[] = [
  (old) => old,
  () => undefined,
  () => null,
  () => true,
  () => 3,
  () => 'x',
  () => 'id',
  () => 'text',
  () => 'list',
  () => 'number',
  () => 'stores',
  () => 'Store',
  () => 'select',
  () => 'per-source',
  () => () => true,
  () => [],
  () => ['x', 'code', 'id'],
  () => [
    { name: 'x', type: 'text', key: 'x' },
    { name: 'code', type: 'text', required: true },
  ],
  () => ({}),
  () => ({ x: 'x', resource: 'x', name: 'x', key: 'x', type: 'text', label: 'x' }),
];

const REST: ((old: unknown) => unknown)[] = [
  (old) => old,
  (old) => firstOf(old),
  (old) =>
    Array.isArray(old)
      ? [
          ...old.slice(0, 1),
          { key: 'x', name: 'x', label: 'x', type: 'text' },
          ...old.slice(0, 1),
          'x',
          'code',
        ]
      : {
          ...(old as object),
          ...Object.fromEntries(
            keysOf(old)
              .slice(1)
              .map((key) => [key, undefined]),
          ),
        },
  (old) =>
    Array.isArray(old)
      ? [...old.slice(0, 1), { key: 'stores', name: 'Store', fields: [] }]
      : { x: 'x', ...(firstOf(old) as object) },
];

function firstOf(old: unknown): unknown {
  if (Array.isArray(old)) return old.slice(0, 1);
  return Object.fromEntries(
    keysOf(old)
      .slice(0, 1)
      .map((key) => [key, partOf(old, key)]),
  );
}

function maskedOnce(value: unknown) {
  const places = placesIn(value).filter((way) => way.length > 0);
  return places.slice(0, MOST_PLACES).flatMap((way) =>
    [false, true].map((open) => {
      const node = masked(value, way, open);
      return { certainty: new Certainty(node), found: findingsOf(new Materializer().value(node)) };
    }),
  );
}

/** Findings with a part unknown that another value of the part does not give. */
function wronglyCertain(value: unknown): string[] {
  return placesIn(value)
    .filter((way) => way.length > 0)
    .slice(0, MOST_PLACES)
    .flatMap((way) =>
      [false, true].flatMap((open) => {
        const node = masked(value, way, open);
        const certainty = new Certainty(node);
        const found = findingsOf(new Materializer().value(node)).filter((one) =>
          certainty.isCertain(one),
        );
        const worlds = open ? (keysOf(way.reduce(partOf, value)).length === 0 ? [] : REST) : WORLDS;
        return worlds.flatMap((change) => {
          const there = new Set(findingsOf(changed(value, way, change), found).map(textOf));
          return found
            .map(textOf)
            .filter((text) => !there.has(text))
            .map((text) => `${way.join('.')} ${open}: ${text} (${change})`);
        });
      }),
    );
}

const connector = {
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: (raw: unknown) => raw,
  testConnection: async () => true,
  syncSteps: [],
};

async function exampleIn(folder: string, name: string): Promise<unknown> {
  const module = join(folder, `${name}.ts`);
  if (existsSync(module)) return ((await import(module)) as { default: unknown }).default;
  const text = readFileSync(join(folder, `${name}.plan.yaml`), 'utf8');
  return { ...connector, provisioning: parsePlanFile(text, 'yaml').plan };
}

it('knows what the findings of every rule depend on', () => {
  expect([...RULES_WITH_NEEDS].sort()).toEqual(RULES.map(({ id }) => id).sort());
});

const folders = ['plan', 'connector']
  .flatMap((group) => readdirSync(join(EXAMPLES, group)).map((name) => `${group}/${name}`))
  .filter((name) => name !== 'plan/syntax');

describe.each(folders)('%s', (name) => {
  it('is certain of nothing that an unknown part could undo', async () => {
    const value = await exampleIn(join(EXAMPLES, name), 'bad');
    expect([...new Set(wronglyCertain(value))].slice(0, 5)).toEqual([]);
  });

  it('finds nothing in the good example, whatever part is unknown', async () => {
    const value = await exampleIn(join(EXAMPLES, name), 'good');
    const found = maskedOnce(value).flatMap(({ certainty, found }) =>
      found.filter((one) => certainty.isCertain(one)).map(textOf),
    );
    // The base plan and the names in the code come from this test, not from the example.
    const own = new Set(findingsOf(value).map(textOf));
    expect(found.filter((text) => !own.has(text))).toEqual([]);
  });

  it('is certain of all that is found where everything is known', async () => {
    const value = await exampleIn(join(EXAMPLES, name), 'bad');
    const certainty = new Certainty(known(value));
    expect(findingsOf(value).filter((one) => !certainty.isCertain(one))).toEqual([]);
  });
});
