/** Orders, carts and vouchers of a seeded shop. */

import { carriers } from '../resources/carriers.js';
import { cartTable, checkCart } from '../resources/carts.js';
import { orderStatuses } from '../resources/order-statuses.js';
import { orders } from '../resources/orders.js';
import { vouchers } from '../resources/vouchers.js';
import type { Good } from './goods.js';
import type { Person } from './people.js';
import { daysAgo, netPrice, type Shop, times, units, valid } from './shop.js';
import { CARRIERS, LANGS, STATUSES } from './words.js';

const ORDER_COUNT = 200;
const CART_COUNT = 30;
const VOUCHER_COUNT = 12;
const SHIPPING = 590;
const OPENED = { created_at: daysAgo(400), updated_at: daysAgo(400) };

export function seedSales(shop: Shop, goods: Good[], people: Person[]): void {
  const [good, ...moreGoods] = goods;
  const [person, ...morePeople] = people;
  if (good === undefined || person === undefined) return;
  const market: Market = { goods: [good, ...moreGoods], people: [person, ...morePeople] };
  seedCarriersAndStatuses(shop);
  for (let n = 1; n <= VOUCHER_COUNT; n += 1) seedVoucher(shop, market, n);
  for (let n = 1; n <= ORDER_COUNT; n += 1) seedOrder(shop, market, n);
  for (let n = 1; n <= CART_COUNT; n += 1) seedCart(shop, market, n);
}

interface Market {
  goods: [Good, ...Good[]];
  people: [Person, ...Person[]];
}

function seedCarriersAndStatuses(shop: Shop): void {
  const carrierOf = ([carrier_id, name]: [string, string]) => ({ carrier_id, name });
  shop.save(
    carriers,
    CARRIERS.map((carrier) => ({ ...carrierOf(carrier), is_active: true, ...OPENED })),
  );
  const items = STATUSES.flatMap(([status_id, name]) =>
    LANGS.map((lang) => ({ status_id, lang, name: name[lang], is_deleted: false, ...OPENED })),
  );
  shop.save(orderStatuses, items);
}

function seedVoucher(shop: Shop, { people }: Market, n: number): void {
  const { random } = shop;
  const type_voucher = random.pick(['free_shipping', 'amount_reduction', 'percentage_reduction']);
  const items = [
    {
      voucher_id: `v${n}`,
      lang: 'fr',
      code: voucherCode(n),
      description: `Bon ${n}`,
      started_at: daysAgo(300),
      ended_at: random.chance(0.5) ? daysAgo(-60) : null,
      customer_id: random.chance(0.3) ? random.pick(people).customer_id : null,
      type_voucher,
      value: type_voucher === 'free_shipping' ? null : random.int(1, 4) * 5,
      minimum_amount: random.int(0, 5) * 10,
      currency: 'EUR',
      reduction_tax: true,
      is_used: false,
      is_active: true,
      ...OPENED,
    },
  ];
  shop.save(vouchers, items);
}

const voucherCode = (n: number): string => `MERCI${n}`;

interface Basket {
  lines: { product_id: number; [name: string]: unknown }[];
  cents: number;
}

function fillBasket({ random }: Shop, { goods }: Market): Basket {
  let cents = 0;
  const chosen = new Set(times(random.int(1, 4), () => random.pick(goods)));
  const lines = [...chosen].map(({ product_id, manufacturer_id, cents: price, variations }) => {
    const size = variations.length > 0 ? random.int(0, variations.length - 1) : -1;
    const paid = size > 0 ? price + size * 500 : price;
    const quantity = random.int(1, 3);
    cents += paid * quantity;
    return {
      product_id,
      product_variation_id: variations[size] ?? null,
      price: units(paid),
      price_without_tax: netPrice(paid),
      manufacturer_id,
      quantity,
    };
  });
  return { lines, cents };
}

function seedOrder(shop: Shop, market: Market, n: number): void {
  const { random } = shop;
  const { customer_id, email, lang, created_at, age, addresses } = random.pick(market.people);
  const { lines, cents } = fillBasket(shop, market);
  const at = daysAgo(random.int(1, age - 1));
  const status_id = random.pick(STATUSES)[0];
  const shipped = status_id === 'shipped' || status_id === 'delivered';
  const items = [
    {
      order_id: `o${n}`,
      lang,
      reference: `ORD-${String(n).padStart(6, '0')}`,
      carrier_id: random.pick(CARRIERS)[0],
      status_id,
      address_delivery_id: String(addresses[0]),
      address_invoice_id: String(addresses.at(-1)),
      customer: { customer_id, email, created_at },
      products: lines,
      cart_id: `cart-o${n}`,
      cart_updated_at: at,
      amount: units(cents + SHIPPING),
      amount_without_tax: netPrice(cents + SHIPPING),
      shipping_costs: units(SHIPPING),
      shipping_costs_without_tax: netPrice(SHIPPING),
      shipping_number: shipped ? `TRACK${n}` : null,
      currency: 'EUR',
      voucher_used: null,
      voucher_value: null,
      is_confirmed: status_id !== 'pending' && status_id !== 'cancelled',
      created_at: at,
      updated_at: at,
    },
  ];
  shop.save(orders, items);
}

/** A cart that no order closed. No route writes such a cart. */
function seedCart(shop: Shop, market: Market, n: number): void {
  const { random } = shop;
  const { customer_id, lang, age } = random.pick(market.people);
  const { lines, cents } = fillBasket(shop, market);
  const days = random.int(0, age - 1);
  const cart = {
    cart_id: `cart-${n}`,
    customer_id,
    order_id: null,
    status: days < 2 ? 'in_progress' : 'abandoned',
    lang,
    currency: 'EUR',
    amount: units(cents),
    products: lines,
    created_at: daysAgo(days),
    updated_at: daysAgo(days),
  };
  cartTable(shop.sandbox).upsert([cart.cart_id], valid('carts', cart, checkCart));
}
