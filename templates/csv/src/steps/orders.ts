import { join } from 'node:path';
import { type SpmOrderData, SpmOrders } from '@shopimind/sdk-js';
import { defineBulkStep, type SyncStepContext } from 'spm-connect';
import { readTable } from '../csv.ts';
import { ordersFile } from '../files.ts';
import { toOrder } from '../map/order.ts';
import { groupOrders, type OrderLines } from '../order-lines.ts';
import { SOURCE } from '../plan.ts';
import { Problems } from '../problems.ts';
import type { Settings } from '../settings.ts';
import { isInWindow } from '../window.ts';

export const orders = defineBulkStep<Settings, OrderLines, SpmOrderData>({
  entity: 'orders',
  stream: changedOrders,
  map: (lines, ctx) => toOrder(lines, ctx.settings),
  push: (ctx, records) => ctx.withSource(SOURCE).send(SpmOrders.bulkSave, records),
  key: (record) => record.order_id,
});

async function* changedOrders(
  ctx: SyncStepContext<Settings>,
): AsyncGenerator<OrderLines, void, undefined> {
  const problems = new Problems();
  const path = join(ctx.settings.folder, ordersFile.name);
  const lines = readTable(path, ordersFile.columns, {
    delimiter: ctx.settings.delimiter,
    problems,
  });
  for await (const order of groupOrders(lines, problems)) {
    if (isInWindow(order[0], ctx.window)) yield order;
  }
  problems.throwIfAny();
}
