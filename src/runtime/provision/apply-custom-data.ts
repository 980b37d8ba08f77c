import {
  SpmCustomDataDefinitions,
  type SpmCustomDataFieldDef,
  type SpmCustomDataRelationshipDef,
  type SpmExtendCustomDataDefinitionData,
} from '@shopimind/sdk-js';
import type { CustomDataDefinition } from '../../connector/types.js';
import {
  type CustomDataBody,
  type CustomDataChange,
  diffPlan,
  type PlannedField,
  type PlannedRelationship,
} from '../../plan/diff.js';
import { apiStatusOf, unwrap } from '../api/envelope.js';
import { definitionId } from './ids.js';
import { readDefinitions } from './read-definitions.js';
import type { Run } from './run.js';
import { send } from './send.js';
import { isTaken, noIdIn, withoutCreate } from './taken.js';

/** Throws what `unwrap` throws. */
export async function applyCustomData(change: CustomDataChange, run: Run): Promise<void> {
  if (change.action === 'create') await create(change, run);
  if (change.id === null) return;
  if (change.action === 'extend') await extend(change.id, change, run, change.body ?? {});
  if (change.action === 'activate') await activate(change.id, change, run);
}

/** A relationship to itself needs the definition's id, so it is added once there is one. */
async function create(change: CustomDataChange, run: Run): Promise<void> {
  const all = change.body?.relationships ?? [];
  const toSelf = all.filter(({ target }) => target === change.key);
  const id = await createRow(
    change,
    all.filter((item) => !toSelf.includes(item)),
    run,
  );
  if (id === null) return;
  run.defIds[change.key] = id;
  await activate(id, change, run);
  if (toSelf.length > 0) await extend(id, change, run, { relationships: toSelf });
}

/** Null when it existed and was adopted. */
async function createRow(
  change: CustomDataChange,
  relationships: PlannedRelationship[],
  run: Run,
): Promise<number | null> {
  const what = `Creating the definition "${change.key}"`;
  const { description, unique_keys } = change.body ?? {};
  const dto = {
    name: change.key,
    ...(description === undefined ? {} : { description }),
    ...(unique_keys === undefined ? {} : { unique_keys: [...unique_keys] }),
    fields: [],
    ...sendable({ ...change.body, relationships }, run),
  };
  const envelope = await send(run.options, () => SpmCustomDataDefinitions.create(run.client, dto));
  try {
    const id = definitionId(unwrap(envelope, what));
    if (id === null) throw noIdIn(what);
    return id;
  } catch (error) {
    if (!isTaken(error)) throw error;
    await adopt(change, run, error);
    return null;
  }
}

async function extend(
  id: number,
  { key }: CustomDataChange,
  run: Run,
  body: CustomDataBody,
): Promise<void> {
  const dto = sendable(body, run);
  const envelope = await send(run.options, () =>
    SpmCustomDataDefinitions.extend(run.client, id, dto),
  );
  unwrap(envelope, `Extending the definition "${key}"`);
}

async function activate(id: number, { key }: CustomDataChange, run: Run): Promise<void> {
  const envelope = await send(run.options, () => SpmCustomDataDefinitions.activate(run.client, id));
  try {
    unwrap(envelope, `Activating the definition "${key}"`);
  } catch (error) {
    // Some servers answer 409 for one that is active already.
    if (apiStatusOf(error) !== 409) throw error;
  }
}

async function adopt(change: CustomDataChange, run: Run, refusal: unknown): Promise<void> {
  const shop = { dataSources: [], events: [], orderStatuses: [] };
  const definitions = await readDefinitions(run.client, [change.key]);
  const diff = diffPlan({ customData: [declarationOf(change, run)] }, { ...shop, definitions });
  for (const found of withoutCreate(diff.changes, refusal)) {
    if (found.kind !== 'customData' || found.id === null) continue;
    run.defIds[change.key] = found.id;
    await applyCustomData(found, run);
  }
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

/** The id of a custom target goes as a text. */
function sendableRelationship(
  { target, targetSchema, ...rest }: PlannedRelationship,
  run: Run,
): SpmCustomDataRelationshipDef {
  const id = target === undefined ? undefined : run.defIds[target];
  return { ...rest, targetSchema: id === undefined ? (targetSchema ?? '') : String(id) };
}
