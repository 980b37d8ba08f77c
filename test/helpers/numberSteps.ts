/** Bulk steps of numbers, and an API that answers on command. */
import { SpmCustomers } from '@shopimind/sdk-js';
import { defineBulkStep } from '../../src/connector/bulk.ts';
import type { BulkStepConfig } from '../../src/connector/types.ts';
import { accepted, type ScriptedAnswer } from './scriptedApi.ts';
import { bench, settled } from './syncBench.ts';

export type Config = BulkStepConfig<object, number>;

export const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Two customers in each push. */
export function numberStep(items: number[], more: Partial<Config> = {}, taken: number[] = []) {
  return defineBulkStep<object, number>({
    entity: 'customers',
    batchSize: 2,
    async *stream(ctx) {
      for (const n of items) {
        if (typeof ctx.resume === 'number' && n <= ctx.resume) continue;
        taken.push(n);
        yield n;
      }
    },
    map: (n) => ({ customer_id: String(n) }),
    push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
    position: (n) => n,
    order: 'asc',
    ...more,
  });
}

/** An API that answers each request when the test says so. */
export function heldApi() {
  const waiting = new Map<string, (answer: ScriptedAnswer) => void>();
  const rig = bench({
    script: ({ body }) =>
      new Promise((resolve) => waiting.set(body.map((one) => one.customer_id).join(), resolve)),
  });
  const answer = async (ids: string, status = 200) => {
    const respond = waiting.get(ids);
    if (!respond) throw new Error(`nothing waits as ${ids}, but ${[...waiting.keys()]}`);
    waiting.delete(ids);
    const items = ids.split(',');
    respond(status === 200 ? { body: accepted(items) } : { status, body: { message: 'no' } });
    for (let n = 0; n < 5; n++) await settled();
  };
  const inFlight = async () => {
    for (let n = 0; n < 10; n++) await settled();
    return [...waiting.keys()];
  };
  const position = async () => (await rig.window('customers'))?.position;
  return { ...rig, answer, inFlight, position };
}
