/** The plan that a shop is the result of, as far as the API tells. Pure. */
import type { ProvisioningPlan } from '../connector/types.js';
import { NOTHING_RECORDED, type RecordedIds, type ShopState } from './diff.js';
import { lintIntegration } from './lint.js';
import { pullCustomData } from './pull/custom-data.js';
import { pullDataSources } from './pull/data-sources.js';
import { pullEvents } from './pull/events.js';
import type { Note } from './pull/notes.js';
import { pullOrderStatuses } from './pull/order-statuses.js';
import { type PulledParts, withoutRefused } from './pull/refused.js';

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
  const refused: Note[] = [];
  for (let rest = shop; ; ) {
    const parts = pullParts(rest, recorded);
    const plan = planOf(parts);
    const errors = lintIntegration({ plan, planPath: '' }).filter(
      ({ severity }) => severity === 'error',
    );
    const left = withoutRefused(rest, parts, errors);
    // A shop may have what was made before there was a rule against it.
    if (left.notes.length === 0) return { plan, notes: [...refused, ...notesOf(parts)] };
    refused.push(...left.notes);
    rest = left.shop;
  }
}

function pullParts(shop: ShopState, recorded: RecordedIds): PulledParts {
  return {
    dataSources: pullDataSources(shop.dataSources, recorded),
    customData: pullCustomData(shop.definitions, recorded),
    events: pullEvents(shop.events),
    orderStatuses: pullOrderStatuses(shop.orderStatuses),
  };
}

/** Without the kinds that the shop has nothing of. */
function planOf({ dataSources, customData, events, orderStatuses }: PulledParts): ProvisioningPlan {
  return {
    ...(dataSources.items.length === 0 ? {} : { dataSources: dataSources.items }),
    ...(customData.items.length === 0 ? {} : { customData: customData.items }),
    ...(events.items.length === 0 ? {} : { events: events.items }),
    ...(orderStatuses.items.length === 0 ? {} : { orderStatuses: orderStatuses.items }),
  };
}

const notesOf = ({ dataSources, customData, events, orderStatuses }: PulledParts): Note[] =>
  [dataSources, customData, events, orderStatuses].flatMap(({ notes }) => notes);
