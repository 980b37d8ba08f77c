import { expect, it } from 'vitest';
import { readStepResult } from '../../../../src/runtime/sync/step/result.ts';

it('accepts a valid result, and nothing else', () => {
  const result = { items: 2, errors: ['x'], advanceCursorTo: new Date(0) };
  expect(readStepResult('orders', result)).toEqual(result);
  for (const wrong of [undefined, null, 7, [], {}, { items: 1 }, { items: '1', errors: [] }]) {
    expect(readStepResult('orders', wrong)).toEqual({
      items: 0,
      errors: [expect.stringContaining('Step orders returned no valid result')],
      advanceCursorTo: undefined,
    });
  }
});
