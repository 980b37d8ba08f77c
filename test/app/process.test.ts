import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import { holderIsGone, OWNER } from '../../src/app/process.js';

it('knows of this machine alone that a holder of a lease is gone', () => {
  const gone = 2 ** 22 + 1;
  expect(holderIsGone(OWNER)).toBe(false);
  expect(holderIsGone({ host: hostname(), pid: gone, id: 'x' })).toBe(true);
  expect(holderIsGone({ host: `not-${hostname()}`, pid: gone, id: 'x' })).toBe(false);
});
