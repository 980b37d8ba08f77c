import type { SpmProductData } from '@shopimind/sdk-js';
import type { ProductRow } from '../files.ts';
import type { Settings } from '../settings.ts';
import { toDates } from './dates.ts';

export function toProduct(row: ProductRow, settings: Settings): SpmProductData {
  return {
    product_id: row.product_id,
    lang: row.language ?? settings.language,
    name: row.name,
    reference: row.sku,
    ean13: row.ean13,
    description: row.description,
    description_short: row.short_description,
    link: row.url,
    image_link: row.image_url,
    currency: row.currency ?? settings.currency,
    price: row.price,
    price_discount: row.sale_price,
    quantity_remaining: row.stock,
    is_active: row.active,
    ...toDates(row),
  };
}
