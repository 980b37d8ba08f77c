/** Makes a plan from a shop. Pure. */
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
  /** Facts that the API does not reveal, and parts that were left out. */
  notes: Note[];
}

/**
 * A plan without lint errors, which changes nothing on this shop. Leaves out parts that no plan can declare, with a
 * note. Keeps the recorded keys and names, so that their ids are found. The same shop always gives the same plan.
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
    // A shop may have parts that were created before a rule forbade them.
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

/** The plan without empty kinds. */
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
