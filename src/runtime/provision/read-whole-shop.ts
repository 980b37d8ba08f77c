import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { ShopState } from '../../plan/diff.js';
import { readDataSources } from './read-data-sources.js';
import { readDefinitions } from './read-definitions.js';
import { readEvents, readOrderStatuses } from './read-shop.js';

/**
 * Everything on the shop that a plan can declare. Fails if a list cannot be read, because an incomplete result would
 * look complete. Throws the errors of `unwrap`.
 */
export async function readWholeShop(client: SpmHttpClient): Promise<ShopState> {
  const [dataSources, definitions, events, orderStatuses] = await Promise.all([
    readDataSources(client),
    readDefinitions(client),
    readEvents(client),
    readOrderStatuses(client),
  ]);
  return { dataSources, definitions, events, orderStatuses };
}
