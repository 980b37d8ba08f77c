import { type SpmProductData, SpmProducts } from '@shopimind/sdk-js';
import { defineBulkStep } from 'spm-connect';
import { type ProductRow, productsFile } from '../files.ts';
import { toProduct } from '../map/product.ts';
import { SOURCE } from '../plan.ts';
import type { Settings } from '../settings.ts';
import { changedAt, rowsOf } from './rows.ts';

export const products = defineBulkStep<Settings, ProductRow, SpmProductData>({
  entity: 'products',
  reads: 'snapshot',
  stream: (ctx) => rowsOf(ctx, productsFile),
  changedAt,
  map: (row, ctx) => toProduct(row, ctx.settings),
  push: (ctx, records) => ctx.withSource(SOURCE).send(SpmProducts.bulkSave, records),
  // The API keeps one row per product and language.
  key: (record) => `${record.product_id}/${record.lang}`,
});
