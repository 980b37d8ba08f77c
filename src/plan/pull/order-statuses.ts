import type { OrderStatusDefinition } from '../../connector/types.js';
import type { ShopOrderStatus } from '../diff/types.js';
import { listed, type Note, type Pulled } from './notes.js';

const KIND = 'orderStatuses';

/** Those that are not deleted, in the order of their ids and languages. Times and sources are those of one shop. */
export function pullOrderStatuses(rows: readonly ShopOrderStatus[]): Pulled<OrderStatusDefinition> {
  const byKey = new Map(rows.map((row) => [JSON.stringify([row.statusId, row.lang]), row]));
  const all = [...byKey.values()].filter(({ statusId, lang }) => statusId.trim() && lang.trim());
  const live = all.filter(({ isDeleted }) => !isDeleted).sort(inOrder);
  const sources = [...new Set(live.flatMap(({ idDataSource }) => idDataSource ?? []))];
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
    items: live.map(({ statusId, lang, name }) => ({ status_id: statusId, lang, name })),
    notes,
  };
}

function inOrder(a: ShopOrderStatus, b: ShopOrderStatus): number {
  return compare(a.statusId, b.statusId) || compare(a.lang, b.lang);
}

const compare = (a: string, b: string): number =>
  a.localeCompare(b, 'en', { numeric: true }) || (a < b ? -1 : a > b ? 1 : 0);
