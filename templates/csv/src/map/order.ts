import type { SpmOrderData, SpmOrderProduct } from '@shopimind/sdk-js';
import type { ORDER_STATUSES, OrderLineRow } from '../files.ts';
import type { OrderLines } from '../order-lines.ts';
import type { Settings } from '../settings.ts';
import { toDates } from './dates.ts';

const CONFIRMED: ReadonlySet<(typeof ORDER_STATUSES)[number]> = new Set([
  'paid',
  'shipped',
  'delivered',
]);

/** The data of the order comes from its first line. */
export function toOrder(lines: OrderLines, settings: Settings): SpmOrderData {
  const [order] = lines;
  const dates = toDates(order);
  return {
    order_id: order.order_id,
    lang: order.language ?? settings.language,
    reference: order.order_id,
    status_id: order.status,
    customer: {
      customer_id: order.customer_id,
      email: order.customer_email,
      created_at: order.customer_since?.from.toISOString() ?? dates.created_at,
    },
    products: lines.map(toOrderProduct),
    // The files have no carts, so each order is its own cart.
    cart_id: order.order_id,
    cart_updated_at: dates.created_at,
    amount: order.total,
    amount_without_tax: order.total_without_tax,
    shipping_costs: order.shipping,
    shipping_costs_without_tax: order.shipping_without_tax,
    shipping_number: order.tracking_number,
    currency: order.currency ?? settings.currency,
    voucher_used: order.voucher_code,
    voucher_value: order.voucher_value,
    is_confirmed: CONFIRMED.has(order.status),
    ...dates,
  };
}

function toOrderProduct(line: OrderLineRow): SpmOrderProduct {
  return {
    product_id: line.product_id,
    price: line.unit_price,
    price_without_tax: line.unit_price_without_tax,
    quantity: line.quantity,
  };
}
