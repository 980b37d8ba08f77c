/** A plan that is provisioned and pulled again equals the plan of the shop: on the real sandbox, for any plan. */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { ProvisioningPlan } from '../../../src/connector/types.js';
import { diffPlan, hasChanges } from '../../../src/plan/diff.js';
import { lintIntegration } from '../../../src/plan/lint.js';
import { pullPlan } from '../../../src/plan/pull.js';
import { parsePlanFile } from '../../../src/plan-file/index.js';
import { writePlanFile } from '../../../src/plan-file/write.js';
import { makeApiClient } from '../../../src/runtime/api/client.js';
import { runProvisioning } from '../../../src/runtime/provision/index.js';
import { readWholeShop } from '../../../src/runtime/provision/read-whole-shop.js';
import { startSandbox } from '../../../src/sandbox/index.js';
import { plan as planSchema } from '../../../src/schemas/plan.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function newShop() {
  const sandbox = await startSandbox();
  closers.push(() => sandbox.stop());
  const api = makeApiClient({ baseUrl: sandbox.baseUrl, timeoutMs: 10_000 });
  return api.clientFor(sandbox.key);
}

const text = fc
  .oneof(
    fc.constantFrom(
      'yes',
      '007',
      'null',
      '- a',
      '# b',
      "it's",
      'a: b',
      '2026-01-01',
      '{x}',
      'É té',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  )
  .map((value) => value.trim())
  .filter((value) => value !== '');
const prose = fc.oneof(text, fc.constant('two\n  lines: # here\n\n'));
const fieldName = fc.stringMatching(/^[a-z][a-z0-9_]{1,8}$/).filter((name) => name !== 'id');

/** Values that are equal to their JSON form. */
const scalar = fc.oneof(text, fc.integer(), fc.boolean());

const field = fc
  .record(
    {
      name: fieldName,
      label: text,
      required: fc.boolean(),
      description: prose,
    },
    { requiredKeys: ['name'] },
  )
  .chain((base) =>
    fc.oneof(
      fc
        .constantFrom('number', 'number', 'text', 'bool', 'date', 'json')
        .map((type) => ({ ...base, type })),
      fc
        .uniqueArray(text, { minLength: 1, maxLength: 3 })
        .map((options) => ({ ...base, type: 'list', options })),
    ),
  );

const definition = (index: number) =>
  fc
    .record({
      name: text.map((name) => `${name} ${index}`),
      description: fc.option(prose, { nil: undefined }),
      fields: fc.uniqueArray(field, { minLength: 1, maxLength: 5, selector: ({ name }) => name }),
      keys: fc.nat(2),
      targets: fc.array(fc.constantFrom('contacts', 'products', 'self', 'before'), {
        maxLength: 3,
      }),
    })
    .map(({ keys, description, ...rest }) => ({
      ...rest,
      ...(description === undefined ? {} : { description }),
      ...(keys === 0 ? {} : { unique_keys: rest.fields.slice(0, keys).map(({ name }) => name) }),
    }));

/** A relationship holds an id. */
const keyFields = <F extends { type: string }>(fields: readonly F[], most: number): F[] =>
  fields.filter(({ type }) => type === 'number').slice(0, most);

const definitions = fc
  .nat(4)
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => definition(i))))
  .map((all) =>
    all.map(({ targets, ...one }, index) => ({
      ...one,
      relationships: keyFields(one.fields, targets.length).map(({ name }, i) => {
        const target = targets[i] as string;
        if (['contacts', 'products'].includes(target))
          return { sourceField: name, targetSchemaType: 'system', targetSchema: target };
        const other = target === 'self' || index === 0 ? one : all[index - 1];
        return { sourceField: name, targetSchemaType: 'custom', targetSchema: other?.name };
      }),
    })),
  );

const sources = fc
  .uniqueArray(
    fc.record({
      label: text,
      config: fc.option(fc.dictionary(fieldName, scalar, { maxKeys: 2 }), { nil: undefined }),
      parent: fc.nat(5),
    }),
    { maxLength: 5, selector: ({ label }) => label },
  )
  .map((all) =>
    all
      .filter(({ label }) => label !== 'E-commerce')
      .map(({ label, config, parent }, index) => ({
        key: `k${index}`,
        decl: { label, type: 'api', ...(config === undefined ? {} : { config }) },
        ...(parent < index ? { parentKey: `k${parent}` } : {}),
      })),
  );

const events = fc.uniqueArray(
  fc.record(
    {
      code_name: fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/),
      name: fc.dictionary(fc.constantFrom('fr', 'en'), text, { minKeys: 1 }),
      properties: fc.constant({ metaData: [{ name: 'amount', type: 'decimal', required: true }] }),
    },
    { requiredKeys: ['code_name', 'name'] },
  ),
  { maxLength: 3, selector: ({ code_name }) => code_name },
);

const statuses = fc.uniqueArray(
  fc.record({ status_id: text, lang: fc.constantFrom('fr', 'en'), name: text }),
  { maxLength: 3, selector: ({ status_id, lang }) => `${status_id}/${lang}` },
);

const plans = fc.record({
  dataSources: sources,
  customData: definitions,
  events,
  orderStatuses: statuses,
}) as unknown as fc.Arbitrary<ProvisioningPlan>;

/** The plan without default values, in a fixed order. */
function plain({
  dataSources = [],
  customData = [],
  events = [],
  orderStatuses = [],
}: ProvisioningPlan) {
  return {
    dataSources: sorted(
      dataSources.map(({ decl: { stableConfigKey: _, ...decl }, ...rest }) => ({ ...rest, decl })),
    ),
    customData: sorted(
      customData.map(({ fields, relationships = [], ...rest }) => ({
        ...rest,
        relationships: sorted(relationships),
        fields: fields.map(({ label, required = false, ...field }) => ({
          ...field,
          label: label ?? field.name,
          required,
        })),
      })),
    ),
    events: sorted(events),
    orderStatuses: sorted(orderStatuses),
  };
}

/** Sorted by their JSON with sorted keys, because the order of keys has no meaning. */
function sorted<T>(items: readonly T[]): string[] {
  const ordered = (_: string, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return items.map((item) => JSON.stringify(item, ordered)).sort();
}

const errorsOf = (plan: unknown) =>
  lintIntegration({ plan, planPath: '' }).filter(({ severity }) => severity === 'error');

describe('pulling what was provisioned', () => {
  it('gives the same plan, where the keys are recorded', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        fc.pre(errorsOf(plan).length === 0);
        const client = await newShop();
        const { errors, ...recorded } = await runProvisioning(client, plan);
        expect(errors).toEqual([]);
        const pulled = pullPlan(await readWholeShop(client), recorded);
        expect(plain(pulled.plan)).toEqual(plain(plan));
      }),
      { numRuns: 25, endOnFailure: true },
    );
  }, 120_000);

  it('gives a plan that lints and changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const client = await newShop();
        const { errors, sourceIds, defIds } = await runProvisioning(client, plan);
        expect(errors).toEqual([]);
        const shop = await readWholeShop(client);
        for (const recorded of [
          { sourceIds, defIds },
          { sourceIds: {}, defIds: {} },
        ]) {
          const pulled = pullPlan(shop, recorded);
          const file = writePlanFile(pulled.plan, pulled.notes, ['heading']);
          expect(file).toBe(writePlanFile(pulled.plan, pulled.notes, ['heading']));
          const read = parsePlanFile(file, 'yaml');
          expect(read.problems).toEqual([]);
          expect(read.plan).toEqual(pulled.plan);
          expect(planSchema.safeParse(read.plan).error).toBeUndefined();
          expect(errorsOf(read.plan)).toEqual([]);
          const diff = diffPlan(read.plan as ProvisioningPlan, shop, recorded);
          expect(hasChanges(diff)).toBe(false);
          // Parts that lint rejects are left out, and are drift if they are recorded.
          const { unchanged, adopt, drift: _, ...others } = diff.summary;
          expect(Object.values(others).every((count) => count === 0)).toBe(true);
          expect(unchanged + adopt).toBe(Object.values(pulled.plan).flat().length);
          if (recorded.sourceIds === sourceIds) expect(adopt).toBe(0);
        }
      }),
      { numRuns: 25, endOnFailure: true },
    );
  }, 120_000);
});
