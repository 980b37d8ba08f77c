/** Every catalog resource. A new one is a file beside this one and a line here. */

import type { CatalogResource } from '../catalog.js';
import { customers } from './customers.js';
import { orderStatuses } from './order-statuses.js';
import { orders } from './orders.js';
import { products } from './products.js';

export const CATALOG: readonly CatalogResource[] = [customers, products, orders, orderStatuses];
