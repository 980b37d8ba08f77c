import { SpmCustomDataDefinitions, type SpmHttpClient } from '@shopimind/sdk-js';
import type { ShopDefinition, ShopField, ShopRelationship } from '../../plan/diff.js';
import { canonicalName } from '../../plan/identity.js';
import { apiMessageOf, apiStatusOf, unwrap } from '../api/envelope.js';
import type { PageQuery } from '../api/pages.js';
import { definitionId } from './ids.js';
import { flagOf, isRow, jsonOf, pick, rowsOf, textOf, textsOf } from './parse.js';
import { readList } from './read-list.js';

type Row = Record<string, unknown>;

/**
 * All definitions of the shop, including deleted ones. A row that the listing returns without its fields is read again
 * by itself, but only if its name is in `names`; without `names`, always. Throws the errors of `unwrap`.
 */
export async function readDefinitions(
  client: SpmHttpClient,
  names?: readonly string[],
): Promise<ShopDefinition[]> {
  const wanted = names && new Set(names.map(canonicalName));
  const page = (query: PageQuery) => SpmCustomDataDefinitions.list(client, { ...query });
  const listed = await readList(page, 'Listing the custom-data definitions', parseListed);
  const definitions: ShopDefinition[] = [];
  for (const { row, ...bare } of listed) {
    const incomplete =
      row.fields === undefined &&
      bare.status !== 'deleted' &&
      (wanted?.has(canonicalName(bare.name)) ?? true);
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

/** The API answers 400 for a deleted definition, as for other failures: only the message differs. */
function isGone(error: unknown): boolean {
  return apiStatusOf(error) === 404 || /not found/i.test(apiMessageOf(error));
}

function parse(id: number, row: Row): ShopDefinition {
  const definition: ShopDefinition = {
    id,
    name: textOf(pick(row, 'name', 'schema_name')),
    ...textIn(row, 'description'),
    status: textOf(row.status) || 'active',
    fields: rowsOf(row.fields).map(parseField),
    relationships: rowsOf(row.relationships).map(parseRelationship),
  };
  if (row.unique_keys !== undefined) definition.uniqueKeys = textsOf(row.unique_keys);
  return definition;
}

function parseField(row: Row): ShopField {
  return {
    name: textOf(row.name),
    ...textIn(row, 'type'),
    ...textIn(row, 'label'),
    ...textIn(row, 'description'),
    ...(row.required === undefined ? {} : { required: flagOf(row.required) }),
    ...(row.default === undefined || row.default === null ? {} : { default: row.default }),
    ...optionsIn(row),
  };
}

function optionsIn(row: Row): Pick<ShopField, 'options'> {
  const options = jsonOf(row.options);
  if (!Array.isArray(options)) return {};
  return { options: options.filter((one) => typeof one === 'string' || typeof one === 'number') };
}

function parseRelationship(row: Row): ShopRelationship {
  return {
    sourceField: textOf(pick(row, 'sourceField', 'source_field')),
    ...textIn(row, 'targetSchemaType', 'target_schema_type'),
    ...textIn(row, 'targetSchema', 'target_schema'),
    ...textIn(row, 'targetField', 'target_field'),
  };
}

/** The first text that the row has under one of the names, keyed by the first name; nothing if it is empty. */
function textIn<N extends string>(row: Row, name: N, ...others: string[]): { [K in N]?: string } {
  const text = textOf(pick(row, name, ...others));
  return text === '' ? {} : ({ [name]: text } as { [K in N]: string });
}
