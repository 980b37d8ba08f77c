import { expect, test } from 'vitest';
import { isInWindow } from '../src/window.ts';

const at = (time: string | null) => (time === null ? null : new Date(time));
const window = { since: new Date('2024-01-01T00:00:00Z'), until: new Date('2024-02-01T00:00:00Z') };

test.each([
  ['2023-12-31T23:59:59Z', null, false],
  ['2024-01-01T00:00:00Z', null, true],
  ['2024-01-31T23:59:59Z', null, true],
  ['2024-02-01T00:00:00Z', null, false],
  [null, '2024-01-15T00:00:00Z', true],
  [null, '2023-01-15T00:00:00Z', false],
  ['2023-06-01T00:00:00Z', '2024-01-15T00:00:00Z', false],
  [null, null, true],
])('updated %s, created %s: %s', (updated, created, expected) => {
  expect(isInWindow({ updated_at: at(updated), created_at: at(created) }, window)).toBe(expected);
});

test('without a start everything before the end is in it', () => {
  const row = { updated_at: at('1999-01-01'), created_at: null };
  expect(isInWindow(row, { ...window, since: null })).toBe(true);
});
