import { SpmEvents, type SpmHttpClient, SpmOrdersStatuses } from '@shopimind/sdk-js';
import type { ProvisioningPlan } from '../../connector/types.js';
import {
  type ChangeKind,
  NOTHING_RECORDED,
  type RecordedIds,
  type ShopEvent,
  type ShopOrderStatus,
  type ShopState,
} from '../../plan/diff.js';
import { numericId } from '../../plan/identity.js';
import { apiMessageOf, isFatal } from '../api/envelope.js';
import { listAll, type PageQuery } from '../api/pages.js';
import { eventId } from './ids.js';
import { flagOf, isRow, jsonOf, pick, textOf } from './parse.js';
import { readDataSources } from './read-data-sources.js';
import { readDefinitions } from './read-definitions.js';
import { readList } from './read-list.js';

/**
 * The resources of the shop, of each kind that the plan or the recorded ids name. Each list is read once; `unreadable`
 * names lists that cannot be read. Throws SPM_API_UNREACHABLE or SPM_API_UNAUTHORIZED.
 */
export async function readShop(
  client: SpmHttpClient,
  plan: ProvisioningPlan,
  recorded: RecordedIds = NOTHING_RECORDED,
): Promise<ShopState> {
  const unreadable: Partial<Record<ChangeKind, string>> = {};
  const tolerant = async <T>(kind: ChangeKind, wanted: boolean, read: () => Promise<T[]>) => {
    if (!wanted) return [];
    try {
      return await read();
    } catch (error) {
      if (isFatal(error)) throw error;
      unreadable[kind] = apiMessageOf(error);
      return [];
    }
  };
  const sources = some(plan.dataSources) || some(Object.keys(recorded.sourceIds));
  const definitions = some(plan.customData) || some(Object.keys(recorded.defIds));
  const names = (plan.customData ?? []).map(({ name }) => name);
  const [dataSources, definitionRows, events, orderStatuses] = await Promise.all([
    tolerant('dataSource', sources, () => readDataSources(client)),
    tolerant('customData', definitions, () => readDefinitions(client, names)),
    tolerant('event', some(plan.events), () => readEvents(client)),
    tolerant('orderStatus', some(plan.orderStatuses), () => readOrderStatuses(client)),
  ]);
  return { dataSources, definitions: definitionRows, events, orderStatuses, unreadable };
}

function some(list: readonly unknown[] | undefined): boolean {
  return list !== undefined && list.length > 0;
}

/** Throws the errors of `unwrap`. */
export async function readEvents(client: SpmHttpClient): Promise<ShopEvent[]> {
  const page = (query: PageQuery) => SpmEvents.list(client, { ...query });
  return readList(page, 'Listing the events', parseEvent);
}

function parseEvent(row: unknown): ShopEvent | null {
  if (!isRow(row)) return null;
  return {
    id: eventId(row),
    codeName: textOf(row.code_name),
    name: jsonOf(row.name) ?? row.name,
    properties: jsonOf(row.properties),
  };
}

/** Throws the errors of `unwrap`. */
export async function readOrderStatuses(client: SpmHttpClient): Promise<ShopOrderStatus[]> {
  const rows = await listAll((query) => SpmOrdersStatuses.list(client, { ...query }), {
    what: 'Listing the order statuses',
  });
  return rows.filter(isRow).map((row) => {
    const createdAt = textOf(row.created_at);
    const source = pick(row, 'id_data_source', 'data_source_id');
    return {
      statusId: textOf(row.status_id),
      lang: textOf(row.lang),
      name: textOf(row.name),
      isDeleted: flagOf(row.is_deleted),
      ...(createdAt === '' ? {} : { createdAt }),
      ...(source === undefined ? {} : { idDataSource: numericId(source) }),
    };
  });
}
