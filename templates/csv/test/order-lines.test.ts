import { expect, test } from 'vitest';
import { groupOrders } from '../src/order-lines.ts';
import { Problems } from '../src/problems.ts';
import { orderLineRow } from './rows.ts';

/** `A1/2` is line 1 of 2 of order A, in a file that starts at line 2. */
async function* lines(text: string) {
  for (const [index, part] of text.split(' ').entries()) {
    const [, order_id = '', number, count] = /^([A-Z])(\d)\/(\d)$/.exec(part) ?? [];
    const row = {
      ...orderLineRow,
      order_id,
      line_number: Number(number),
      line_count: Number(count),
    };
    yield { line: index + 2, row };
  }
}

async function group(text: string) {
  const problems = new Problems();
  const orders: string[] = [];
  for await (const rows of groupOrders(lines(text), problems)) {
    orders.push(rows.map((row) => `${row.order_id}${row.line_number}`).join('+'));
  }
  return { orders, problems };
}

test('puts the lines of each order together', async () => {
  const { orders, problems } = await group('A1/1 B1/2 B2/2 C1/3 C2/3 C3/3');
  problems.throwIfAny();
  expect(orders).toEqual(['A1', 'B1+B2', 'C1+C2+C3']);
});

test.each([
  ['A1/2 B1/1', ['B1'], 'orders.csv:2: order A has 2 lines, but here stand lines 1'],
  ['A2/2 B1/1', ['B1'], 'orders.csv:2: order A has 2 lines, but here stand lines 2'],
  ['A2/2 A1/2 B1/1', ['B1'], 'orders.csv:2: order A has 2 lines, but here stand lines 2, 1'],
  ['A1/1 A1/1 B1/1', ['B1'], 'orders.csv:2: order A has 1 lines, but here stand lines 1, 1'],
  ['B1/1 A1/2', ['B1'], 'orders.csv:3: order A has 2 lines, but here stand lines 1'],
])('%s: an order that is not whole is reported, not passed on', async (text, whole, message) => {
  const { orders, problems } = await group(text);
  expect(orders).toEqual(whole);
  expect(() => problems.throwIfAny()).toThrow(message);
});

test('lines that stand apart are two halves, and neither is passed on', async () => {
  const { orders, problems } = await group('A1/2 B1/1 A2/2');
  expect(orders).toEqual(['B1']);
  expect(() => problems.throwIfAny()).toThrow(/orders\.csv:2: .*\norders\.csv:4: /);
});
