/** Carts are read-only. They come from the `cart_id` of orders, and from seeded data. */

import type { FastifyInstance } from 'fastify';
import { compileFields, type Item, optional, required } from '../fields.js';
import { list } from '../listing.js';
import { parameters } from '../query.js';
import { bodyField, idField, type ReadField, readModel } from '../read-model.js';
import type { Sandbox } from '../sandbox.js';
import type { Table } from '../table.js';
import { amount, currency, id, json, lang, oneOf, timestamp } from '../types.js';

/** The checks of a seeded cart; carts made from orders are always valid. */
export const checkCart = compileFields({
  cart_id: required(id),
  customer_id: required(id),
  order_id: optional(id),
  status: required(oneOf(['in_progress', 'abandoned', 'converted'])),
  lang: required(lang),
  currency: required(currency),
  amount: required(amount),
  products: required(json),
  created_at: required(timestamp),
  updated_at: required(timestamp),
}).full;

export const cartTable = (sandbox: Sandbox): Table =>
  sandbox.table({ name: 'carts', key: ['cart_id'], queued: true });

/** Orders close the carts that they name, one after the other. */
export function deriveCarts(sandbox: Sandbox, orders: readonly Item[]): void {
  const named = orders.filter(({ cart_id: key }) => typeof key === 'string' && key !== '');
  const carts = cartTable(sandbox).bodiesByKey(named.map(({ cart_id: key }) => String(key)));
  const closed = named.map((order) => {
    const key = String(order.cart_id);
    const body = closedCart(order, carts.get(key));
    carts.set(key, body);
    return { cells: [key], body };
  });
  cartTable(sandbox).upsertAll(closed);
}

function closedCart(order: Item, before: Item | undefined): Item {
  return {
    cart_id: order.cart_id,
    customer_id: (order.customer as Item).customer_id,
    order_id: order.order_id,
    status: 'converted',
    lang: order.lang,
    currency: order.currency,
    amount: order.amount,
    products: order.products,
    created_at: before?.created_at ?? order.cart_updated_at,
    updated_at: order.cart_updated_at,
  };
}

/** A column of the cart's customer; shown only when `fields` names it. */
function customerField(sandbox: Sandbox, column: string): ReadField {
  return {
    name: `customer_${column}`,
    kind: 'text',
    optIn: true,
    sql: `(SELECT json_extract(c.body, '$.${column}') FROM customers AS c
      WHERE c.customer_id = json_extract(t.body, '$.customer_id'))`,
    read: ({ body }) =>
      sandbox.tables.get('customers')?.find(String(body.customer_id))?.body[column] ?? null,
  };
}

export function cartRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  const table = cartTable(sandbox);
  const model = readModel([
    idField('id_cart'),
    bodyField('cart_id', 'text'),
    bodyField('customer_id', 'text'),
    bodyField('order_id', 'text'),
    bodyField('status', 'text'),
    bodyField('lang', 'text'),
    bodyField('currency', 'text'),
    bodyField('amount', 'number'),
    bodyField('products', 'json'),
    bodyField('created_at', 'text'),
    bodyField('updated_at', 'text'),
    ...['first_name', 'last_name', 'email'].map((column) => customerField(sandbox, column)),
  ]);
  app.get('/carts', async (request) =>
    list(table, model, parameters(request.url), { now: sandbox.now() }),
  );
}
