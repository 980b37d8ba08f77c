/** The plan that a shop is the result of, as far as the API tells. Pure. */
import type { ProvisioningPlan } from '../connector/types.js';
import { NOTHING_RECORDED, type RecordedIds, type ShopState } from './diff.js';
import { pullCustomData } from './pull/custom-data.js';
import { pullDataSources } from './pull/data-sources.js';
import { pullEvents } from './pull/events.js';
import type { Note } from './pull/notes.js';
import { pullOrderStatuses } from './pull/order-statuses.js';

export type { Note } from './pull/notes.js';

export interface PulledPlan {
  plan: ProvisioningPlan;
  /** What the API does not reveal, and what was left out. */
  notes: Note[];
}

/**
 * A plan that lints, and that changes nothing on this shop. What no plan can declare is left out, and told. The keys and
 * names of `recorded` are kept, so that what it records is found again. Always the same for the same shop.
 */
export function pullPlan(shop: ShopState, recorded: RecordedIds = NOTHING_RECORDED): PulledPlan {
  const dataSources = pullDataSources(shop.dataSources, recorded);
  const customData = pullCustomData(shop.definitions, recorded);
  const events = pullEvents(shop.events);
  const orderStatuses = pullOrderStatuses(shop.orderStatuses);
  return {
    plan: {
      ...(dataSources.items.length === 0 ? {} : { dataSources: dataSources.items }),
      ...(customData.items.length === 0 ? {} : { customData: customData.items }),
      ...(events.items.length === 0 ? {} : { events: events.items }),
      ...(orderStatuses.items.length === 0 ? {} : { orderStatuses: orderStatuses.items }),
    },
    notes: [dataSources, customData, events, orderStatuses].flatMap(({ notes }) => notes),
  };
}
