import { expect, test } from 'vitest';
import { Problems } from '../src/csv/problems.ts';
import { groupOrders } from '../src/order-lines.ts';
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
    yield { file: 'orders.csv', line: index + 2, row };
  }
}

async function group(text: string, mostWaiting?: number) {
  const problems = new Problems();
  const orders: string[] = [];
  for await (const rows of groupOrders(lines(text), problems, mostWaiting)) {
    orders.push(rows.map((row) => `${row.order_id}${row.line_number}`).join('+'));
  }
  return { orders, problems };
}

test.each([
  ['A1/1 B1/2 B2/2 C1/3 C2/3 C3/3', ['A1', 'B1+B2', 'C1+C2+C3']],
  ['A2/2 A1/2 B1/1', ['A1+A2', 'B1']],
  ['A1/2 B1/1 A2/2', ['B1', 'A1+A2']],
  ['A1/2 B2/2 C1/1 B1/2 A2/2 D1/1', ['C1', 'B1+B2', 'A1+A2', 'D1']],
])('%s: puts the lines of each order together', async (text, whole) => {
  const { orders, problems } = await group(text);
  problems.throwIfAny();
  expect(orders).toEqual(whole);
});

test.each([
  ['A1/2 B1/1', ['B1'], 'orders.csv:2: order A has 2 lines, but here stand lines 1'],
  ['A2/2 B1/1', ['B1'], 'orders.csv:2: order A has 2 lines, but here stand lines 2'],
  ['A1/1 A1/1 B1/1', ['B1'], 'orders.csv:2: order A has 1 lines, but here stand lines 1, 1'],
  ['A1/2 A3/2 B1/1', ['B1'], 'orders.csv:2: order A has 2 lines, but here stand lines 1, 3'],
  ['B1/1 A1/2', ['B1'], 'orders.csv:3: order A has 2 lines, but here stand lines 1'],
])('%s: an order that is not whole is reported, not passed on', async (text, whole, message) => {
  const { orders, problems } = await group(text);
  expect(orders).toEqual(whole);
  expect(() => problems.throwIfAny()).toThrow(message);
});

test('memory is bounded: an order whose lines stand too far apart is reported with the reason', async () => {
  const { orders, problems } = await group('A1/2 B1/2 C1/2 D1/1 B2/2 C2/2 A2/2', 3);
  expect(orders).toEqual(['D1', 'B1+B2', 'C1+C2']);
  expect(() => problems.throwIfAny()).toThrow(
    /orders\.csv:2: .* do not follow within 3 lines: sort the file by order_id\norders\.csv:8: /,
  );
});
