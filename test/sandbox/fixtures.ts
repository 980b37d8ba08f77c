/** A sandbox with the real SDK on it, and good items of each resource. */

import { SpmClient, type SpmEnvelope, type SpmHttpClient } from '@shopimind/sdk-js';
import { afterEach } from 'vitest';
import { type RunningSandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';

const running: RunningSandbox[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.stop()));
});

export interface Rig {
  sandbox: RunningSandbox;
  client: SpmHttpClient;
}

/** Stopped after the test by itself. */
export async function rig(options: SandboxOptions = {}): Promise<Rig> {
  const sandbox = await startSandbox(options);
  running.push(sandbox);
  return { sandbox, client: clientOf(sandbox) };
}

export const clientOf = ({ baseUrl, key }: Pick<RunningSandbox, 'baseUrl' | 'key'>) =>
  SpmClient.getClient('v1', key, { baseUrl, labelSource: null, retry: false });

/** The API's own body, whatever the status. */
export interface ApiBody {
  statusCode: number;
  message?: string | string[];
  data?: unknown;
  meta?: { pagination: Record<string, unknown>; generated_at: string };
  sent_count?: number;
  rejected_count?: number;
  rejected_items?: { index: number; errors: string[] }[];
}

/** What the API answered: its body, checked to carry the HTTP status. */
export async function call(request: Promise<SpmEnvelope<unknown>>): Promise<ApiBody> {
  const envelope = await request;
  const body = envelope.data as ApiBody;
  if (envelope.statusCode !== body?.statusCode) {
    throw new Error(`HTTP ${envelope.statusCode}, body ${JSON.stringify(body)}`);
  }
  return body;
}

export type Row = Record<string, unknown>;
/** The data of an answer that holds one thing, and of one that lists. */
export const one = ({ data }: ApiBody): Row => data as Row;
export const rows = ({ data }: ApiBody): Row[] => data as Row[];

export const AT = '2026-01-02T03:04:05.000Z';

export const customer = (customer_id: string, more: object = {}) => ({
  customer_id,
  email: `${customer_id.toLowerCase()}@example.com`,
  first_name: 'Ada',
  last_name: 'Lovelace',
  is_opt_in: true,
  is_newsletter_subscribed: false,
  lang: 'fr',
  is_active: true,
  created_at: AT,
  updated_at: AT,
  ...more,
});

export const product = (product_id: number, lang = 'fr', more: object = {}) => ({
  product_id,
  lang,
  name: `Product ${product_id} ${lang}`,
  description: '',
  link: 'https://shop.example/p',
  currency: 'EUR',
  price: 12.5,
  quantity_remaining: 3,
  is_active: true,
  created_at: AT,
  updated_at: AT,
  ...more,
});

export const order = (order_id: string, more: object = {}) => ({
  order_id,
  lang: 'fr',
  reference: `REF-${order_id}`,
  status_id: 'paid',
  customer: { customer_id: 'c1', email: 'c1@example.com', created_at: AT },
  products: [{ product_id: 1, price: 12, price_without_tax: 10, quantity: 1 }],
  cart_id: 'cart',
  cart_updated_at: AT,
  amount: 12,
  amount_without_tax: 10,
  shipping_costs: 0,
  shipping_costs_without_tax: 0,
  currency: 'EUR',
  is_confirmed: true,
  created_at: AT,
  updated_at: AT,
  ...more,
});

export const orderStatus = (status_id: string, lang = 'fr', more: object = {}) => ({
  status_id,
  lang,
  name: `Status ${status_id}`,
  is_deleted: false,
  created_at: AT,
  updated_at: AT,
  ...more,
});

export const definition = (name: string, more: object = {}) => ({
  name,
  fields: [
    { name: 'code', label: 'Code', type: 'text' as const, required: true },
    { name: 'points', label: 'Points', type: 'number' as const, required: false },
  ],
  ...more,
});

export const address = (address_id: number) => ({
  address_id,
  first_name: 'Ada',
  last_name: 'Lovelace',
  address_line_1: '1 rue de la Paix',
  postal_code: '75002',
  city: 'Paris',
  country: 'FR',
  is_active: true,
});

export const group = (group_id: string, lang = 'fr') => ({
  group_id,
  lang,
  name: `Group ${group_id}`,
  created_at: AT,
  updated_at: AT,
});

export const subscriber = (email: string) => ({
  email,
  is_subscribed: true,
  first_name: '',
  last_name: '',
  postal_code: '',
  lang: 'fr',
  updated_at: AT,
});

export const image = (image_id: string) => ({
  image_id,
  lang: 'fr',
  url: 'https://shop.example/i.png',
  is_default: false,
});

export const variation = (variation_id: number) => ({
  variation_id,
  name: 'Red',
  lang: 'fr',
  link: 'https://shop.example/p',
  price: 1,
  quantity_remaining: 0,
  is_default: false,
});

export const category = (category_id: number) => ({
  category_id,
  lang: 'fr',
  name: 'Category',
  description: '',
  link: 'https://shop.example/c',
  is_active: true,
  created_at: AT,
  updated_at: AT,
});

export const manufacturer = (manufacturer_id: string) => ({
  manufacturer_id,
  name: 'Maker',
  is_active: true,
  created_at: AT,
  updated_at: AT,
});

export const carrier = (carrier_id: string) => ({
  carrier_id,
  name: 'Carrier',
  is_active: true,
  created_at: AT,
  updated_at: AT,
});

export const voucher = (voucher_id: string) => ({
  voucher_id,
  lang: 'fr',
  code: 'CODE',
  description: '',
  started_at: AT,
  type_voucher: 'amount_reduction' as const,
  minimum_amount: 0,
  currency: 'EUR',
  reduction_tax: true,
  is_used: false,
  is_active: true,
  created_at: AT,
  updated_at: AT,
});
