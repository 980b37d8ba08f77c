import { type SpmOrderData, SpmOrders } from '@shopimind/sdk-js';
import { defineBulkStep } from 'spm-connect';
import { toOrder } from '../map/order.ts';
import type { OrderLines } from '../order-lines.ts';
import { SOURCE } from '../plan.ts';
import type { Settings } from '../settings.ts';
import { changedAt, ordersOf } from './rows.ts';

export const orders = defineBulkStep<Settings, OrderLines, SpmOrderData>({
  entity: 'orders',
  reads: 'snapshot',
  stream: (ctx) => ordersOf(ctx),
  changedAt: ([first]) => changedAt(first),
  map: (lines, ctx) => toOrder(lines, ctx.settings),
  push: (ctx, records) => ctx.withSource(SOURCE).send(SpmOrders.bulkSave, records),
  key: (record) => record.order_id,
});
