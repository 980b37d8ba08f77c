import { SpmCustomers } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { defineBulkStep } from '../../src/connector/bulk.ts';
import { keyText } from '../../src/connector/record-key.ts';
import { bench, MINUTE } from '../helpers/syncBench.ts';

describe('the key of a record', () => {
  it.each([
    ['a', 'a'],
    [12, '12'],
    [0, '0'],
    [12n, '12'],
    [null, null],
    [undefined, null],
    ['', undefined],
    [Number.NaN, undefined],
    [{}, undefined],
    [true, undefined],
  ])('of %s is %s', (value, text) => {
    expect(keyText(value)).toBe(text);
  });

  const step = (key: (id: number) => unknown, skipUnchanged = false) =>
    defineBulkStep<object, number>({
      entity: 'people',
      skipUnchanged,
      async *stream() {
        yield* [1, 2];
      },
      map: (id) => ({ customer_id: id }),
      key: ({ customer_id }) => key(customer_id as number) as string,
      push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
    });

  it('may be a number: what has not changed is not sent again', async () => {
    const { sync, clock, api } = bench();
    await sync(step((id) => id, true));
    await clock.pass(5 * MINUTE);
    expect((await sync(step((id) => id, true))).totals).toMatchObject({ unchanged: 2 });
    expect(api.requests).toHaveLength(1);
  });

  it('is an error of the step where it is none, after what came before', async () => {
    const { sync } = bench();
    const report = await sync(step((id) => (id === 1 ? 'one' : {})));
    expect(report.steps[0]?.errors[0]).toMatch(
      /^key of step people gave a value of type object at item 2 of the stream: it must be/,
    );
    expect(report.totals).toMatchObject({ acknowledged: 1 });
  });
});
