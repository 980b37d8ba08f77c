/** Fills an empty sandbox with the data of a small shop. */

import { Sandbox } from './sandbox.js';
import { seedGoods } from './seed/goods.js';
import { seedMarketing } from './seed/marketing.js';
import { seedPeople } from './seed/people.js';
import { randomOf } from './seed/random.js';
import { seedSales } from './seed/sales.js';
import { openShop, SEED_NOW } from './seed/shop.js';

/**
 * Groups, customers, addresses, goods, orders, carts, vouchers, contacts, lists: consistent, and the same for the same
 * number, regardless of the sandbox's clock. When there already is data, does nothing and returns false.
 */
export function seedShop(sandbox: Sandbox, seed: number): boolean {
  return sandbox.transaction(() => {
    if (!isEmpty(sandbox)) return false;
    const shop = openShop(new Sandbox(sandbox.db, () => SEED_NOW), randomOf(seed));
    const people = seedPeople(shop);
    const goods = seedGoods(shop);
    seedSales(shop, goods, people);
    seedMarketing(shop, people);
    return true;
  });
}

/** The default data source is there from the start. */
const isEmpty = ({ tables }: Sandbox): boolean =>
  [...tables.values()].every((table) => table.count() <= (table.name === 'data-sources' ? 1 : 0));
