import type { SyncStepContext, TimeSpan } from 'spm-connect';
import type { Columns, RowOf } from '../csv/columns.ts';
import { matchingFiles } from '../csv/matching.ts';
import { Problems } from '../csv/problems.ts';
import { type Read, readTable } from '../csv/table.ts';
import type { ExportFile } from '../files.ts';
import { ordersFile } from '../files.ts';
import { groupOrders, type OrderLines } from '../order-lines.ts';
import type { Settings } from '../settings.ts';

type Context = Pick<SyncStepContext<Settings>, 'settings'>;

/** All rows of an export. Throws at the end when some could not be read. */
export async function* rowsOf<C extends Columns>(
  ctx: Context,
  file: ExportFile & { columns: C },
): AsyncGenerator<RowOf<C>, void, undefined> {
  const problems = new Problems();
  for await (const { row } of readAll(ctx, file, problems)) yield row;
  problems.throwIfAny();
}

/** All orders of an export, each with its lines. Throws at the end when some could not be read. */
export async function* ordersOf(ctx: Context): AsyncGenerator<OrderLines, void, undefined> {
  const problems = new Problems();
  yield* groupOrders(readAll(ctx, ordersFile, problems), problems);
  problems.throwIfAny();
}

async function* readAll<C extends Columns>(
  { settings }: Context,
  { entity, columns }: ExportFile & { columns: C },
  problems: Problems,
): AsyncGenerator<Read<RowOf<C>>, void, undefined> {
  for (const path of await matchingFiles(settings.folder, settings.files[entity]))
    yield* readTable(path, columns, settings.dialect, problems);
}

/** When a row last changed, if it has a date. */
export function changedAt(row: {
  created_at: TimeSpan | null;
  updated_at: TimeSpan | null;
}): TimeSpan | null {
  return row.updated_at ?? row.created_at;
}
