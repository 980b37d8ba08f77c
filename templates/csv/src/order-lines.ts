import type { Read } from './csv.ts';
import { type OrderLineRow, ordersFile } from './files.ts';
import type { Problems } from './problems.ts';

/** The lines of one order, all of them, in order. */
export type OrderLines = [OrderLineRow, ...OrderLineRow[]];

/**
 * Puts the lines of each order together, with one order in memory at a time. An order that does not have
 * all its lines side by side goes to `problems` instead: half an order would overwrite the whole one.
 */
export async function* groupOrders(
  lines: AsyncIterable<Read<OrderLineRow>>,
  problems: Problems,
): AsyncGenerator<OrderLines, void, undefined> {
  let group: Group | undefined;
  for await (const { line, row } of lines) {
    if (group !== undefined && group.rows[0].order_id === row.order_id) {
      group.rows.push(row);
      continue;
    }
    if (group !== undefined && isComplete(group, problems)) yield group.rows;
    group = { line, rows: [row] };
  }
  if (group !== undefined && isComplete(group, problems)) yield group.rows;
}

interface Group {
  /** Where its first line stands in the file. */
  line: number;
  rows: OrderLines;
}

function isComplete({ line, rows }: Group, problems: Problems): boolean {
  const { order_id, line_count } = rows[0];
  const numbers = rows.map((row) => row.line_number);
  if (rows.length === line_count && numbers.every((number, index) => number === index + 1)) {
    return true;
  }
  problems.add(
    ordersFile.name,
    line,
    `order ${order_id} has ${line_count} lines, but here stand lines ${numbers.join(', ')}`,
  );
  return false;
}
