import type { Problems } from './csv/problems.ts';
import type { Read } from './csv/table.ts';
import type { OrderLineRow } from './files.ts';

/** The lines of one order, all of them, in order. */
export type OrderLines = [OrderLineRow, ...OrderLineRow[]];

/** Lines of orders that are not complete yet, at most: memory must not grow with the file. */
const MOST_WAITING = 50_000;

/**
 * Puts the lines of each order together, also where those of others stand between them. An order of which a line is
 * missing, or stands so far away that too many others would have to be kept until then, goes to `problems` instead: half
 * an order would overwrite the whole one.
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
    // A complete order waits for the next line: one more of it would be one too many.
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

/** Orders whose lines are not all read yet, the oldest first. */
class Waiting {
  readonly #orders = new Map<string, Order>();
  #lines = 0;

  /** The order that the line is of. */
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

  /** Takes the oldest orders until no more than so many lines are left, but for the order that is being read. */
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
  /** Where its first line stands in the file. */
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
