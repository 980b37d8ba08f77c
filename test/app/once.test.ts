import { expect, it } from 'vitest';
import { once } from '../../src/app/once.js';

it('opens once, also for those who ask at the same time', async () => {
  let opened = 0;
  const open = once(async () => ++opened);
  expect(await Promise.all([open(), open()])).toEqual([1, 1]);
  expect(await open()).toBe(1);
});

it('tries again after a failure', async () => {
  let tried = 0;
  const open = once(async () => {
    tried += 1;
    if (tried === 1) throw new Error('not yet');
    return tried;
  });
  await expect(open()).rejects.toThrow('not yet');
  expect(await open()).toBe(2);
});
