import type { OrderStatusDefinition } from '../../connector/types.js';
import type { ShopOrderStatus } from '../diff/types.js';
import { listed, type Note, type Pulled } from './notes.js';

const KIND = 'orderStatuses';

/** Statuses that are not deleted, sorted by id and language. Times and sources belong to one shop. */
export function pullOrderStatuses(
  statuses: readonly ShopOrderStatus[],
): Pulled<OrderStatusDefinition, ShopOrderStatus> {
  const byKey = new Map(statuses.map((row) => [JSON.stringify([row.statusId, row.lang]), row]));
  const rows = [...byKey.values()].filter(({ isDeleted }) => !isDeleted).sort(inOrder);
  const sources = [...new Set(rows.flatMap(({ idDataSource }) => idDataSource ?? []))];
  const notes: Note[] =
    sources.length === 0
      ? []
      : [
          {
            path: KIND,
            message: `Their data sources, ${listed(sources.map(String))}, are left out: they have other ids on every shop.`,
          },
        ];
  return {
    items: rows.map(({ statusId, lang, name }) => ({ status_id: statusId, lang, name })),
    rows,
    notes,
  };
}

function inOrder(a: ShopOrderStatus, b: ShopOrderStatus): number {
  return compare(a.statusId, b.statusId) || compare(a.lang, b.lang);
}

const compare = (a: string, b: string): number =>
  a.localeCompare(b, 'en', { numeric: true }) || (a < b ? -1 : a > b ? 1 : 0);
