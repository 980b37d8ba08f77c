import { SpmCustomDataDefinitions, type SpmHttpClient } from '@shopimind/sdk-js';
import { canonicalName } from '../../plan/diff/compare.js';
import type { ShopDefinition, ShopField, ShopRelationship } from '../../plan/diff.js';
import { apiMessageOf, apiStatusOf, unwrap } from '../api/envelope.js';
import type { PageQuery } from '../api/pages.js';
import { definitionId } from './ids.js';
import { flagOf, isRow, jsonOf, pick, rowsOf, textOf, textsOf } from './parse.js';
import { readList } from './read-list.js';

type Row = Record<string, unknown>;

/**
 * All definitions of the shop, deleted ones too. A row that the listing gives without its fields is read again
 * on its own, but only when its name is among `names`. Throws what `unwrap` throws.
 */
export async function readDefinitions(
  client: SpmHttpClient,
  names: readonly string[],
): Promise<ShopDefinition[]> {
  const wanted = new Set(names.map(canonicalName));
  const page = (query: PageQuery) => SpmCustomDataDefinitions.list(client, { ...query });
  const listed = await readList(page, 'Listing the custom-data definitions', parseListed);
  const definitions: ShopDefinition[] = [];
  for (const { row, ...bare } of listed) {
    const incomplete =
      row.fields === undefined && bare.status !== 'deleted' && wanted.has(canonicalName(bare.name));
    definitions.push(incomplete ? await readOne(client, bare, row) : bare);
  }
  return definitions;
}

function parseListed(row: unknown): (ShopDefinition & { row: Row }) | null {
  const id = definitionId(row);
  return isRow(row) && id !== null ? { ...parse(id, row), row } : null;
}

async function readOne(
  client: SpmHttpClient,
  bare: ShopDefinition,
  row: Row,
): Promise<ShopDefinition> {
  const envelope = await SpmCustomDataDefinitions.get(client, bare.id);
  try {
    const detail = unwrap(envelope, `Reading the definition "${bare.name}"`);
    return parse(bare.id, isRow(detail) ? { ...row, ...detail } : row);
  } catch (error) {
    if (!isGone(error)) throw error;
    return { ...bare, status: 'deleted' };
  }
}

/** A deleted definition answers 400, as other failures do: only its message tells them apart. */
function isGone(error: unknown): boolean {
  return apiStatusOf(error) === 404 || /not found/i.test(apiMessageOf(error));
}

function parse(id: number, row: Row): ShopDefinition {
  const definition: ShopDefinition = {
    id,
    name: textOf(pick(row, 'name', 'schema_name')),
    status: textOf(row.status) || 'active',
    fields: rowsOf(row.fields).map(parseField),
    relationships: rowsOf(row.relationships).map(parseRelationship),
  };
  if (row.unique_keys !== undefined) definition.uniqueKeys = textsOf(row.unique_keys);
  return definition;
}

function parseField(row: Row): ShopField {
  const type = textOf(row.type);
  const options = jsonOf(row.options);
  return {
    name: textOf(row.name),
    ...(type === '' ? {} : { type }),
    ...(row.required === undefined ? {} : { required: flagOf(row.required) }),
    ...(Array.isArray(options) ? { options } : {}),
  };
}

function parseRelationship(row: Row): ShopRelationship {
  const targetSchema = textOf(pick(row, 'targetSchema', 'target_schema'));
  return {
    sourceField: textOf(pick(row, 'sourceField', 'source_field')),
    ...(targetSchema === '' ? {} : { targetSchema }),
  };
}
