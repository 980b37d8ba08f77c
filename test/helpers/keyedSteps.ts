/** Bulk steps with a key: each streams ids; the content of a record follows after a colon. */
import { SpmCustomers } from '@shopimind/sdk-js';
import { defineBulkStep } from '../../src/connector/bulk.ts';
import type { BulkStepConfig } from '../../src/connector/types.ts';

export type Config = BulkStepConfig<object, string>;

export function keyedStep(ids: string[], more: Partial<Config> = {}) {
  return defineBulkStep<object, string>({
    entity: 'customers',
    stream: async function* () {
      yield* ids;
    },
    map: (text) => {
      const [customer_id, first_name = ''] = text.split(':');
      return { customer_id, first_name };
    },
    push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
    key: (record) => String(record.customer_id),
    ...more,
  });
}

/** A step that deletes vanished records, and the records that it deleted. */
export function tracked(ids: string[], more: Partial<Config> = {}) {
  const removed: string[] = [];
  const trackDeletes: NonNullable<Config['trackDeletes']> = {
    remove: async (_ctx, keys) => void removed.push(...keys),
  };
  return { removed, trackDeletes, step: keyedStep(ids, { trackDeletes, ...more }) };
}

export const many = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => `c${n + from}`);
