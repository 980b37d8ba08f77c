import { type SpmCreateDataSourceData, SpmDataSources } from '@shopimind/sdk-js';
import type { DataSourceDeclaration } from '../../connector/types.js';
import { type DataSourceBody, type DataSourceChange, diffPlan } from '../../plan/diff.js';
import { unwrap } from '../api/envelope.js';
import { NO_SHOP } from './evaluate-plan.js';
import { noIdIn } from './failures.js';
import { dataSourceId } from './ids.js';
import { readDataSources } from './read-data-sources.js';
import { know, type Run } from './run.js';
import { send } from './send.js';

/** Throws the errors of `unwrap`. */
export async function applyDataSource(change: DataSourceChange, run: Run): Promise<void> {
  const { action, id, key } = change;
  const body = withParent(change, run);
  if (action === 'create') await create(key, body, run);
  if (action === 'update' && id !== null)
    await send(
      run,
      (client) => SpmDataSources.update(client, id, body),
      (envelope) => unwrap(envelope, `Updating the data source "${key}"`),
    );
}

async function create(key: string, body: DataSourceBody, run: Run): Promise<void> {
  const what = `Creating the data source "${key}"`;
  const dto: SpmCreateDataSourceData = { label: key, ...body };
  const made = await send(
    run,
    (client) => SpmDataSources.create(client, dto),
    (envelope) => unwrap(envelope, what),
  );
  const id = dataSourceId(made);
  if (id === null) throw noIdIn(what);
  await know(run, 'dataSource', key, id);
}

/** Reads the shop again and returns the rest of a creation that may have been applied. */
export async function remainingOfDataSource(
  change: DataSourceChange,
  run: Run,
): Promise<DataSourceChange[]> {
  if (change.action !== 'create') return [change];
  const { key } = change;
  const rows = await readDataSources(run.client);
  // No await until the row is taken, so that two sources with one label never take the same row.
  const taken = new Set(
    Object.entries(run.sourceIds).flatMap(([k, id]) => (k === key ? [] : [id])),
  );
  const dataSources = rows.filter(({ id }) => !taken.has(id) && !run.foreign.has(id));
  const parents = rows.filter(({ id }) => taken.has(id)).map(({ id }) => ({ id, label: '' }));
  const diff = diffPlan(
    { dataSources: [{ key, decl: declarationOf(change, run) }] },
    { ...NO_SHOP, dataSources: [...dataSources, ...parents] },
  );
  const left = diff.changes.filter((found) => found.kind === 'dataSource');
  const id = left.find(({ action }) => action !== 'conflict')?.id ?? null;
  if (id !== null) await know(run, 'dataSource', key, id);
  return left.map((found) => (found.action === 'create' ? change : found));
}

function withParent({ body = {}, parentKey }: DataSourceChange, run: Run): DataSourceBody {
  const parent = parentKey === undefined ? undefined : run.sourceIds[parentKey];
  return parent === undefined ? body : { ...body, parent_id: parent };
}

function declarationOf(change: DataSourceChange, run: Run): DataSourceDeclaration {
  const { stableConfigKey, key } = change;
  const { label = key, type = 'api', config, parent_id } = withParent(change, run);
  return {
    label,
    type,
    ...(config === undefined ? {} : { config }),
    ...(typeof parent_id === 'number' ? { parent_id } : {}),
    ...(stableConfigKey === undefined ? {} : { stableConfigKey }),
  };
}
