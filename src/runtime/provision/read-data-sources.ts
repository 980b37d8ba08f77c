import { SpmDataSources, type SpmHttpClient } from '@shopimind/sdk-js';
import type { ShopDataSource } from '../../plan/diff.js';
import { numericId } from '../../plan/identity.js';
import type { PageQuery } from '../api/pages.js';
import { dataSourceId } from './ids.js';
import { flagOf, isRow, jsonOf, textOf } from './parse.js';
import { readList } from './read-list.js';

/** Throws the errors of `unwrap`. */
export async function readDataSources(client: SpmHttpClient): Promise<ShopDataSource[]> {
  const page = (query: PageQuery) => SpmDataSources.list(at(client, query));
  return readList(page, 'Listing the data sources', parse);
}

/**
 * The SDK's method takes no query. The first page is requested as the SDK does; only a server that announces further
 * pages gets the parameters of a listing.
 */
function at(client: SpmHttpClient, query: PageQuery): SpmHttpClient {
  if (query.offset === 0) return client;
  type Config = Parameters<SpmHttpClient['request']>[0];
  const request = (config: Config) => {
    const paged: Config = { ...config, params: query };
    return client.request(paged);
  };
  return Object.assign(Object.create(client), { request });
}

function parse(row: unknown): ShopDataSource | null {
  const id = dataSourceId(row);
  if (!isRow(row) || id === null) return null;
  const source: ShopDataSource = { id, label: textOf(row.label) };
  if (textOf(row.type) !== '') source.type = textOf(row.type);
  if (row.is_default !== undefined) source.isDefault = flagOf(row.is_default);
  if (row.config !== undefined) source.config = configOf(row.config);
  if (row.parent_id !== undefined) source.parentId = numericId(row.parent_id);
  return source;
}

/** Stored as a JSON string. A malformed string counts as empty. */
function configOf(value: unknown): Record<string, unknown> | null {
  const config = jsonOf(value);
  return isRow(config) ? config : null;
}
