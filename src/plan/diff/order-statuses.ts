import type { OrderStatusDefinition } from '../../connector/types.js';
import { repeated } from './conflict.js';
import type { OrderStatusChange, ShopOrderStatus, ShopState, ValueChange } from './types.js';

const KIND = 'orderStatus';

/** One record for each status and language. Timestamps are not compared. */
export function diffOrderStatuses(
  statuses: readonly OrderStatusDefinition[],
  shop: ShopState,
): OrderStatusChange[] {
  const rows = new Map(shop.orderStatuses.map((row) => [keyOf(row.statusId, row.lang), row]));
  const seen = new Set<string>();
  return statuses.map((status) => {
    const key = keyOf(status.status_id, status.lang);
    if (seen.has(key)) return { kind: KIND, key, ...TWICE };
    seen.add(key);
    return diffOne(key, status, rows.get(key));
  });
}

function diffOne(
  key: string,
  status: OrderStatusDefinition,
  row: ShopOrderStatus | undefined,
): OrderStatusChange {
  const body = { ...status, is_deleted: status.is_deleted ?? false };
  if (row === undefined) return { kind: KIND, key, action: 'create', id: null, body };
  const changes = valueChanges(body, row);
  if (changes.length === 0) return { kind: KIND, key, action: 'unchanged', id: null };
  if (row.createdAt !== undefined) body.created_at ??= row.createdAt;
  return { kind: KIND, key, action: 'update', id: null, body, changes };
}

function valueChanges(status: OrderStatusDefinition, row: ShopOrderStatus): ValueChange[] {
  const changes: ValueChange[] = [];
  if (row.name !== status.name) changes.push({ path: 'name', from: row.name, to: status.name });
  if (row.isDeleted !== status.is_deleted) {
    changes.push({ path: 'is_deleted', from: row.isDeleted, to: status.is_deleted });
  }
  const source = status.id_data_source;
  if (source !== undefined && row.idDataSource !== undefined && row.idDataSource !== source) {
    changes.push({ path: 'id_data_source', from: row.idDataSource, to: source });
  }
  return changes;
}

const TWICE = repeated(
  'this status twice in the same language',
  'Remove one of them. Only the first is provisioned.',
);

function keyOf(statusId: string, lang: string): string {
  return `${statusId}/${lang}`;
}
