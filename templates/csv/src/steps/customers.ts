import { type SpmCustomerData, SpmCustomers } from '@shopimind/sdk-js';
import { defineBulkStep } from 'spm-connect';
import { type CustomerRow, customersFile } from '../files.ts';
import { toCustomer } from '../map/customer.ts';
import { SOURCE } from '../plan.ts';
import type { Settings } from '../settings.ts';
import { changedAt, rowsOf } from './rows.ts';

export const customers = defineBulkStep<Settings, CustomerRow, SpmCustomerData>({
  entity: 'customers',
  reads: 'snapshot',
  stream: (ctx) => rowsOf(ctx, customersFile),
  changedAt,
  map: (row, ctx) => toCustomer(row, ctx.settings),
  push: (ctx, records) => ctx.withSource(SOURCE).send(SpmCustomers.bulkSave, records),
  key: (record) => record.customer_id,
  // Customers type their own e-mail address, and the API rejects invalid ones. A few of them must not block
  // the other customers, so they become dead letters. More than 1% means that something else is wrong.
  tolerateRejects: { maxRatio: 0.01 },
});
