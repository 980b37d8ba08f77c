import { type SpmCreateDataSourceData, SpmDataSources } from '@shopimind/sdk-js';
import type { DataSourceDeclaration } from '../../connector/types.js';
import { type DataSourceBody, type DataSourceChange, diffPlan } from '../../plan/diff.js';
import { unwrap } from '../api/envelope.js';
import { dataSourceId } from './ids.js';
import { readDataSources } from './read-data-sources.js';
import type { Run } from './run.js';
import { send } from './send.js';
import { isTaken, noIdIn, withoutCreate } from './taken.js';

/** Throws what `unwrap` throws. */
export async function applyDataSource(change: DataSourceChange, run: Run): Promise<void> {
  const body = withParent(change, run);
  if (change.action === 'create') await create(change, body, run);
  if (change.action === 'update' && change.id !== null) {
    const { id } = change;
    const envelope = await send(run.options, () => SpmDataSources.update(run.client, id, body));
    unwrap(envelope, `Updating the data source "${change.key}"`);
  }
}

function withParent({ body = {}, parentKey }: DataSourceChange, run: Run): DataSourceBody {
  const parent = parentKey === undefined ? undefined : run.sourceIds[parentKey];
  return parent === undefined ? body : { ...body, parent_id: parent };
}

async function create(change: DataSourceChange, body: DataSourceBody, run: Run): Promise<void> {
  const what = `Creating the data source "${change.key}"`;
  const dto: SpmCreateDataSourceData = { label: change.key, ...body };
  const envelope = await send(run.options, () => SpmDataSources.create(run.client, dto));
  try {
    const id = dataSourceId(unwrap(envelope, what));
    if (id === null) throw noIdIn(what);
    run.sourceIds[change.key] = id;
  } catch (error) {
    if (!isTaken(error)) throw error;
    await adopt(change, dto, run, error);
  }
}

async function adopt(
  change: DataSourceChange,
  dto: SpmCreateDataSourceData,
  run: Run,
  refusal: unknown,
): Promise<void> {
  const shop = { definitions: [], events: [], orderStatuses: [] };
  const dataSources = await readDataSources(run.client);
  const diff = diffPlan(
    { dataSources: [{ key: change.key, decl: declarationOf(change, dto) }] },
    { ...shop, dataSources },
  );
  for (const found of withoutCreate(diff.changes, refusal)) {
    if (found.kind !== 'dataSource' || found.id === null) continue;
    run.sourceIds[change.key] = found.id;
    await applyDataSource(found, run);
  }
}

function declarationOf(
  { body = {}, stableConfigKey }: DataSourceChange,
  { label, parent_id }: SpmCreateDataSourceData,
): DataSourceDeclaration {
  return {
    label,
    type: body.type ?? 'api',
    ...(body.config === undefined ? {} : { config: body.config }),
    ...(typeof parent_id === 'number' ? { parent_id } : {}),
    ...(stableConfigKey === undefined ? {} : { stableConfigKey }),
  };
}
