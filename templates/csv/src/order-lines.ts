import type { Problems } from './csv/problems.ts';
import type { Read } from './csv/table.ts';
import type { OrderLineRow } from './files.ts';

/** All lines of one order, in order. */
export type OrderLines = [OrderLineRow, ...OrderLineRow[]];

/** The maximum number of lines of incomplete orders: memory must not grow with the file. */
const MOST_WAITING = 50_000;

/**
 * Joins the lines of each order, also if lines of other orders are between them. An order goes to
 * `problems` if a line is missing, or if its lines are too far apart to keep: a part of an order would
 * overwrite the complete one.
 */
export async function* groupOrders(
  lines: AsyncIterable<Read<OrderLineRow>>,
  problems: Problems,
  mostWaiting: number = MOST_WAITING,
): AsyncGenerator<OrderLines, void, undefined> {
  const waiting = new Waiting();
  let current: Order | undefined;
  for await (const line of lines) {
    const order = waiting.add(line);
    // A complete order waits for the next line, because a further line of the same order would be an error.
    if (current && current !== order && isComplete(current)) yield inOrder(waiting.take(current));
    current = order;
    for (const far of waiting.beyond(mostWaiting, order)) {
      const limit = `and the others do not follow within ${mostWaiting} lines: sort the file by order_id`;
      refuse(far, `, ${limit}`, problems);
    }
  }
  for (const order of waiting.all()) {
    if (isComplete(order)) yield inOrder(order);
    else refuse(order, '', problems);
  }
}

/** Orders with unread lines, the oldest first. */
class Waiting {
  readonly #orders = new Map<string, Order>();
  #lines = 0;

  /** The order of the line. */
  add({ file, line, row }: Read<OrderLineRow>): Order {
    const known = this.#orders.get(row.order_id);
    const order = known ?? { file, line, rows: [row] };
    if (known) known.rows.push(row);
    else this.#orders.set(row.order_id, order);
    this.#lines += 1;
    return order;
  }

  take(order: Order): Order {
    this.#orders.delete(order.rows[0].order_id);
    this.#lines -= order.rows.length;
    return order;
  }

  /** Takes the oldest orders, except the current one, until at most this many lines are left. */
  *beyond(most: number, current: Order): Generator<Order> {
    for (const order of this.#orders.values()) {
      if (this.#lines <= most) return;
      if (order !== current) yield this.take(order);
    }
  }

  all(): Iterable<Order> {
    return this.#orders.values();
  }
}

interface Order {
  file: string;
  /** The place of its first line in the file. */
  line: number;
  rows: OrderLines;
}

function isComplete({ rows }: Order): boolean {
  const numbers = new Set(rows.map((row) => row.line_number));
  const { line_count } = rows[0];
  const isEach = [...numbers].every((number) => number >= 1 && number <= line_count);
  return rows.length === line_count && numbers.size === line_count && isEach;
}

function inOrder({ rows }: Order): OrderLines {
  return rows.sort((a, b) => a.line_number - b.line_number);
}

function refuse({ file, line, rows }: Order, why: string, problems: Problems): void {
  const { order_id, line_count } = rows[0];
  const numbers = rows.map((row) => row.line_number).join(', ');
  problems.add(
    file,
    line,
    `order ${order_id} has ${line_count} lines, but here stand lines ${numbers}${why}`,
  );
}
