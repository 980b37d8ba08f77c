/** Every catalog resource. To add one, add a file next to this one and a line here. */

import type { CatalogResource } from '../catalog.js';
import { addresses } from './addresses.js';
import { carriers } from './carriers.js';
import { categories } from './categories.js';
import { customers } from './customers.js';
import { groups } from './groups.js';
import { images } from './images.js';
import { manufacturers } from './manufacturers.js';
import { newsletterSubscribers } from './newsletter-subscribers.js';
import { orderStatuses } from './order-statuses.js';
import { orders } from './orders.js';
import { products } from './products.js';
import { variations } from './variations.js';
import { vouchers } from './vouchers.js';

/** A parent comes before its children: its table is made first. */
export const CATALOG: readonly CatalogResource[] = [
  customers,
  addresses,
  groups,
  newsletterSubscribers,
  products,
  images,
  variations,
  categories,
  manufacturers,
  orders,
  carriers,
  orderStatuses,
  vouchers,
];
