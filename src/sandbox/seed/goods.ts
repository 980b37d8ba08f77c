/** The products of a seeded shop. */

import { categories } from '../resources/categories.js';
import { images } from '../resources/images.js';
import { manufacturers } from '../resources/manufacturers.js';
import { products } from '../resources/products.js';
import { variations } from '../resources/variations.js';
import { daysAgo, type Shop, times, units } from './shop.js';
import { CATEGORIES, LANGS, MANUFACTURERS, PRODUCTS, SIZES, STYLES } from './words.js';

const PRODUCT_COUNT = 40;
const URL = 'https://shop.example';
const OPENED = { created_at: daysAgo(400), updated_at: daysAgo(400) };

/** The facts about a product that orders and carts use. Prices are in cents. */
export interface Good {
  product_id: number;
  manufacturer_id: string;
  cents: number;
  variations: number[];
}

export function seedGoods(shop: Shop): Good[] {
  seedCategories(shop);
  seedManufacturers(shop);
  return times(PRODUCT_COUNT, (n) => seedProduct(shop, n));
}

function seedCategories(shop: Shop): void {
  const items = CATEGORIES.flatMap(({ name, parent }, i) =>
    LANGS.map((lang) => ({
      category_id: i + 1,
      lang,
      name: name[lang],
      description: '',
      parent_category_id: parent === undefined ? null : parent + 1,
      link: `${URL}/${lang}/c/${i + 1}`,
      is_active: true,
      ...OPENED,
    })),
  );
  shop.save(categories, items);
}

function seedManufacturers(shop: Shop): void {
  const items = MANUFACTURERS.map((name, i) => ({
    manufacturer_id: `m${i + 1}`,
    name,
    is_active: true,
    ...OPENED,
  }));
  shop.save(manufacturers, items);
}

function seedProduct(shop: Shop, product_id: number): Good {
  const { random } = shop;
  const kind = random.pick(PRODUCTS);
  const style = random.pick(STYLES);
  const cents = random.int(9, 180) * 100 - 10;
  const good: Good = {
    product_id,
    manufacturer_id: `m${random.int(1, MANUFACTURERS.length)}`,
    cents,
    variations: random.chance(0.4) ? SIZES.map((_, i) => product_id * 10 + i) : [],
  };
  const common = {
    product_id,
    reference: `REF-${String(product_id).padStart(4, '0')}`,
    image_link: `${URL}/img/${product_id}-1.jpg`,
    category_ids: [kind.category + 1],
    manufacturer_id: good.manufacturer_id,
    currency: 'EUR',
    price: units(cents),
    price_discount: random.chance(0.2) ? units(cents * 0.8) : null,
    quantity_remaining: random.int(0, 60),
    is_active: random.chance(0.95),
    created_at: daysAgo(random.int(200, 400)),
    updated_at: daysAgo(random.int(1, 199)),
  };
  const name = LANGS.map((lang) => ({ lang, name: `${kind.name[lang]} ${style[lang]}` }));
  shop.save(
    products,
    name.map(({ lang, name }) => ({
      ...common,
      lang,
      name,
      description: `${name}.`,
      link: `${URL}/${lang}/p/${product_id}`,
    })),
  );
  seedVariations(shop, good);
  seedImages(shop, product_id);
  return good;
}

function seedVariations(shop: Shop, { product_id, cents, variations: ids }: Good): void {
  const items = ids.map((variation_id, i) => ({
    product_id: String(product_id),
    variation_id,
    name: SIZES[i]?.fr ?? '',
    lang: 'fr',
    reference: `REF-${variation_id}`,
    link: `${URL}/fr/p/${product_id}?v=${variation_id}`,
    price: units(cents + i * 500),
    quantity_remaining: shop.random.int(0, 20),
    is_default: i === 0,
  }));
  shop.save(variations, items);
}

function seedImages(shop: Shop, product_id: number): void {
  const items = times(shop.random.int(1, 3), (n) => ({
    product_id: String(product_id),
    image_id: `${product_id}-${n}`,
    lang: 'fr',
    url: `${URL}/img/${product_id}-${n}.jpg`,
    is_default: n === 1,
  }));
  shop.save(images, items);
}
