import {
  SpmCustomDataDefinitions,
  type SpmCustomDataFieldDef,
  type SpmCustomDataRelationshipDef,
  type SpmExtendCustomDataDefinitionData,
} from '@shopimind/sdk-js';
import type { CustomDataDefinition } from '../../connector/types.js';
import { missingFrom } from '../../plan/diff/custom-data.js';
import {
  type CustomDataBody,
  type CustomDataChange,
  diffPlan,
  type PlannedField,
  type PlannedRelationship,
  type ShopDefinition,
} from '../../plan/diff.js';
import { apiStatusOf, unwrap } from '../api/envelope.js';
import { NO_SHOP } from './evaluate-plan.js';
import { noIdIn } from './failures.js';
import { definitionId } from './ids.js';
import { readDefinitions } from './read-definitions.js';
import { know, type Run } from './run.js';
import { send } from './send.js';

/** Throws the errors of `unwrap`. */
export async function applyCustomData(change: CustomDataChange, run: Run): Promise<void> {
  const { action, id, key, body = {} } = change;
  if (action === 'create') await create(change, run);
  if (id === null) return;
  if (action === 'extend') await extend(id, key, body, run);
  if (action === 'activate') await activate(id, key, run);
}

/** A self-relationship needs the definition's id, so it is added after the creation. */
async function create(change: CustomDataChange, run: Run): Promise<void> {
  const { key, body = {} } = change;
  const what = `Creating the definition "${key}"`;
  const { relationships = [], description, unique_keys } = body;
  const toSelf = relationships.filter(({ target }) => target === key);
  const toOthers = relationships.filter(({ target }) => target !== key);
  const dto = {
    name: key.trim(),
    ...(description === undefined ? {} : { description }),
    ...(unique_keys === undefined ? {} : { unique_keys: [...unique_keys] }),
    fields: [],
    ...sendable({ ...body, relationships: toOthers }, run),
  };
  const made = await send(
    run,
    (client) => SpmCustomDataDefinitions.create(client, dto),
    (envelope) => unwrap(envelope, what),
  );
  const id = definitionId(made);
  if (id === null) throw noIdIn(what);
  await know(run, 'customData', key, id);
  await activate(id, key, run);
  if (toSelf.length > 0) await extend(id, key, { relationships: toSelf }, run);
}

async function extend(id: number, key: string, body: CustomDataBody, run: Run): Promise<void> {
  const dto = sendable(body, run);
  await send(
    run,
    (client) => SpmCustomDataDefinitions.extend(client, id, dto),
    (envelope) => unwrap(envelope, `Extending the definition "${key}"`),
  );
}

async function activate(id: number, key: string, run: Run): Promise<void> {
  try {
    await send(
      run,
      (client) => SpmCustomDataDefinitions.activate(client, id),
      (envelope) => unwrap(envelope, `Activating the definition "${key}"`),
    );
  } catch (error) {
    // Some servers respond with 409 for an active definition.
    if (apiStatusOf(error) !== 409) throw error;
  }
}

/** Reads the shop again and returns the rest of a change that may have been applied. */
export async function remainingOfCustomData(
  change: CustomDataChange,
  run: Run,
): Promise<CustomDataChange[]> {
  const { action, id, key } = change;
  if (action === 'activate') return [change];
  const definitions = await readDefinitions(run.client, [key]);
  if (action === 'extend')
    return notYetExtended(
      change,
      definitions.find((row) => row.id === id),
    );
  const known = run.defIds[key];
  const diff = diffPlan(
    { customData: [declarationOf(change, run)] },
    { ...NO_SHOP, definitions },
    { sourceIds: {}, defIds: known === undefined ? {} : { [key]: known } },
  );
  const left = diff.changes.filter((found) => found.kind === 'customData');
  const found = left.find((one) => one.action !== 'conflict')?.id ?? null;
  if (found !== null) await know(run, 'customData', key, found);
  return left.map((one) => (one.action === 'create' ? change : one));
}

function notYetExtended(
  change: CustomDataChange,
  row: ShopDefinition | undefined,
): CustomDataChange[] {
  if (row === undefined) return [change];
  const { fields = [], relationships = [] } = change.body ?? {};
  const missing = missingFrom(row, fields, relationships);
  const none = missing.fields.length + missing.relationships.length === 0;
  return none ? [] : [{ ...change, body: missing }];
}

function declarationOf({ key, body = {} }: CustomDataChange, run: Run): CustomDataDefinition {
  const { relationships = [], fields = [], ...rest } = body;
  return {
    name: key,
    ...rest,
    fields,
    relationships: relationships.map((item) => ({
      ...sendableRelationship(item, run),
      ...(item.target === key ? { targetSchema: key } : {}),
    })),
  };
}

function sendable(
  { fields = [], relationships = [] }: CustomDataBody,
  run: Run,
): Pick<SpmExtendCustomDataDefinitionData, 'fields' | 'relationships'> {
  return {
    ...(fields.length === 0 ? {} : { fields: fields.map(sendableField) }),
    ...(relationships.length === 0
      ? {}
      : { relationships: relationships.map((item) => sendableRelationship(item, run)) }),
  };
}

function sendableField({ options, ...field }: PlannedField): SpmCustomDataFieldDef {
  return options === undefined ? field : { ...field, options: [...options] };
}

/** The id of a custom target is sent as text. */
function sendableRelationship(
  { target, targetSchema, ...rest }: PlannedRelationship,
  run: Run,
): SpmCustomDataRelationshipDef {
  const id = target === undefined ? undefined : run.defIds[target];
  return { ...rest, targetSchema: id === undefined ? (targetSchema ?? '') : String(id) };
}
