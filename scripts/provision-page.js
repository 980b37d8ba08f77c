// The diffs in docs/provision.md, each from a real run on the sandbox. The text after a marker such as <!-- shown:
// extend --> is replaced by the output of the scenario with that name.
import { SpmCustomDataDefinitions } from '@shopimind/sdk-js';
import { Chalk } from 'chalk';
import { renderProvision } from '../dist/output/human/provision.js';
import { diffPlan } from '../dist/plan/diff.js';
import { makeApiClient } from '../dist/runtime/api/client.js';
import { applyDiff, readShop } from '../dist/runtime/provision/index.js';
import { startSandbox } from '../dist/sandbox/index.js';

const field = (name, type, more = {}) => ({ name, type, ...more });
const card = (fields, more = {}) => ({ name: 'Loyalty card', fields, ...more });
const store = (key, label, more = {}, config = { store_id: key }) => ({
  key,
  decl: { label, type: 'api', config, stableConfigKey: 'store_id', ...more },
});
const refersTo = (sourceField, targetSchema) => ({
  sourceField,
  targetSchemaType: 'custom',
  targetSchema,
});

const NUMBER = field('card_number', 'text', { required: true });
const BEFORE = { customData: [card([NUMBER, field('points', 'number')])] };

/**
 * `before` is provisioned first; `meanwhile` then happens on the shop; `plan` is compared with the result, and
 * applied if `apply` is set. `listed` replaces the listing for states that the sandbox cannot reach.
 */
const SCENARIOS = {
  extend: {
    before: {
      customData: [card([NUMBER]), { name: 'Visit', fields: [field('at', 'datetime')] }],
    },
    plan: {
      customData: [
        card([
          NUMBER,
          field('tier', 'list', { options: ['bronze', 'silver', 'gold'], default: 'bronze' }),
          field('store', 'text', { required: true }),
        ]),
        {
          name: 'Visit',
          fields: [field('at', 'datetime'), field('card', 'number')],
          relationships: [refersTo('card', 'Loyalty card')],
        },
      ],
    },
  },
  update: {
    before: { dataSources: [store('7', 'Lyon')] },
    plan: {
      dataSources: [store('7', 'Lyon Bellecour', {}, { store_id: '7', region: 'ARA' })],
      events: [{ code_name: 'visit', name: { fr: 'Visite', en: 'Visit' } }],
    },
  },
  activate: {
    before: BEFORE,
    meanwhile: (client) => SpmCustomDataDefinitions.deactivate(client, 1),
    plan: BEFORE,
  },
  drift: {
    before: { ...BEFORE, dataSources: [store('7', 'Lyon')] },
    plan: { dataSources: [store('7', 'Lyon')] },
  },
  partial: {
    apply: true,
    plan: {
      customData: [
        card([NUMBER, field('id', 'number')]),
        {
          name: 'Visit',
          fields: [field('card', 'number')],
          relationships: [refersTo('card', 'Loyalty card')],
        },
      ],
      events: [{ code_name: 'visit', name: { en: 'Visit' } }],
    },
  },
  'field-type': {
    before: BEFORE,
    plan: { customData: [card([NUMBER, field('points', 'decimal')])] },
  },
  'unique-keys': {
    before: BEFORE,
    plan: {
      customData: [card([NUMBER, field('points', 'number')], { unique_keys: ['card_number'] })],
    },
  },
  'relationship-target': {
    before: {
      customData: [
        { name: 'Member', fields: [field('name', 'text')] },
        {
          name: 'Visit',
          fields: [field('who', 'number')],
          relationships: [refersTo('who', 'Member')],
        },
      ],
    },
    plan: {
      customData: [
        card([NUMBER]),
        {
          name: 'Visit',
          fields: [field('who', 'number')],
          relationships: [refersTo('who', 'Loyalty card')],
        },
      ],
    },
  },
  status: {
    before: BEFORE,
    plan: BEFORE,
    listed: (rows) => rows.map((row) => ({ ...row, status: 'creating' })),
  },
  renamed: {
    before: BEFORE,
    meanwhile: (client) => SpmCustomDataDefinitions.extend(client, 1, { name: 'Club card' }),
    plan: BEFORE,
  },
  'ambiguous-definition': {
    forgotten: true,
    before: BEFORE,
    plan: BEFORE,
    listed: (rows) => [...rows, { ...rows[0], id_definition: '8', name: 'LOYALTY CARD' }],
  },
  'ambiguous-source': {
    forgotten: true,
    before: { dataSources: [store('7', 'Lyon', {}, {}), store('8', 'Lyon', {}, {})] },
    plan: { dataSources: [store('7', 'Lyon')] },
  },
  'missing-parent': {
    plan: {
      dataSources: [
        { ...store('7', 'Lyon'), parentKey: 'erp' },
        store('8', 'Nantes', { parent_id: 99 }),
      ],
    },
  },
  repeated: { plan: { events: [1, 2].map(() => ({ code_name: 'visit', name: { en: 'Visit' } })) } },
};

/** The page with the current output of every scenario. */
export async function provisionPage(page) {
  const marked = /(<!-- shown: ([\w-]+) -->\n```text\n)[\s\S]*?(```\n)/g;
  const names = [...page.matchAll(marked)].map(([, , name]) => name);
  const shown = new Map();
  for (const name of names) shown.set(name, await show(SCENARIOS[name]));
  return page.replace(
    marked,
    (_, head, name, end) => `${head}${shown.get(name).join('\n')}\n${end}`,
  );
}

/** Every scenario that a page can show. */
export const scenarioNames = Object.keys(SCENARIOS);

async function show({ before, meanwhile, plan, listed, apply, forgotten }) {
  const sandbox = await startSandbox();
  try {
    const client = makeApiClient({ baseUrl: sandbox.baseUrl }).clientFor(sandbox.key);
    const done = before && (await applied(client, before));
    await meanwhile?.(client);
    if (listed) tamper(client, listed);
    const recorded = done && !forgotten ? done : { sourceIds: {}, defIds: {} };
    const diff = diffPlan(plan, await readShop(client, plan, recorded), recorded);
    const outcomes = apply ? outcomesOf(await applyDiff(client, diff, { now: 0 })) : null;
    const report = {
      installation_id: 'sandbox',
      target: 'sandbox',
      dry_run: !apply,
      diff,
      outcomes,
    };
    const lines = renderProvision(report, { out: new Chalk({ level: 0 }), columns: null });
    // The part of the output that belongs to the scenario, without the lines that all scenarios share.
    return lines.slice(2).filter((line) => !line.startsWith('Left alone'));
  } finally {
    await sandbox.stop();
  }
}

async function applied(client, plan) {
  return applyDiff(client, diffPlan(plan, await readShop(client, plan)), { now: 0 });
}

const outcomesOf = ({ outcomes }) =>
  outcomes.map(({ change: { kind, key, action }, status, id, message }) => ({
    kind,
    key,
    action,
    status,
    id,
    message: message ?? null,
  }));

/** Replaces the listing of definitions. */
function tamper(client, listed) {
  client.interceptors.response.use((response) => {
    if (response.config.url?.endsWith('custom-data-definitions'))
      response.data.data = listed(response.data.data);
    return response;
  });
}
