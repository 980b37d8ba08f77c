/** The system schemas that relationships can lead to, with the fields that the API's documentation names. */

export interface SystemSchema {
  /** The default target field of a relationship. */
  id: string;
  fields: ReadonlySet<string>;
}

const each = (prefix: string, ...names: string[]) => names.map((name) => `${prefix}_${name}`);

const CHANNELS = ['email', 'sms', 'push'];
const PLACES = [...CHANNELS, 'embed', 'popin'];

const SCHEMAS: ReadonlyMap<string, SystemSchema> = new Map([
  [
    'contacts',
    {
      id: 'id_contact',
      fields: new Set([
        ...['id_contact', 'id_shop_contact', 'id_customer_shop', 'id_shop_customer'],
        ...each('contact', 'first_name', 'last_name', 'gender', 'birthday', 'lang', 'country'),
        ...each('contact', 'state', 'latitude', 'longitude'),
        ...each('contact_data', ...CHANNELS),
        ...each('optin_data', 'email', 'sms'),
        ...['unsub_data', 'reject_data', 'perfect_timing_data', 'can_receive'].flatMap((prefix) =>
          each(prefix, ...CHANNELS),
        ),
        ...each('last_views_data', ...PLACES),
        ...each('last_clics_data', ...PLACES),
        ...each('last_sales_data', ...PLACES, 'valid'),
        ...['is_registered', 'active', 'created_on_shop_at', 'created_at', 'updated_at'],
      ]),
    },
  ],
  [
    'products',
    {
      id: 'product_id',
      fields: new Set([
        ...['product_id', 'shop_id', 'lang', 'name', 'reference', 'ean13', 'description'],
        ...['description_short', 'link', 'image_link', 'category_ids', 'manufacturer_id'],
        ...['currency', 'price', 'price_discount', 'quantity_remaining', 'is_active'],
        ...['created_at', 'updated_at'],
      ]),
    },
  ],
]);

export const SYSTEM_SCHEMAS: readonly string[] = [...SCHEMAS.keys()];

export function systemSchema(name: string): SystemSchema | undefined {
  return SCHEMAS.get(name);
}
