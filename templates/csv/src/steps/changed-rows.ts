import { join } from 'node:path';
import type { SyncStepContext } from 'spm-connect';
import type { Columns, Decode, RowOf } from '../columns.ts';
import { readTable } from '../csv.ts';
import { Problems } from '../problems.ts';
import type { Settings } from '../settings.ts';
import { isInWindow } from '../window.ts';

interface DatedFile<C extends Columns> {
  name: string;
  columns: C & { created_at: Decode<Date | null>; updated_at: Decode<Date | null> };
}

/** The rows of a file that changed in the window. Throws at the end when some could not be read. */
export async function* changedRows<C extends Columns>(
  ctx: SyncStepContext<Settings>,
  file: DatedFile<C>,
): AsyncGenerator<RowOf<typeof file.columns>, void, undefined> {
  const problems = new Problems();
  const path = join(ctx.settings.folder, file.name);
  for await (const { row } of readTable(path, file.columns, {
    delimiter: ctx.settings.delimiter,
    problems,
  })) {
    if (isInWindow(row, ctx.window)) yield row;
  }
  problems.throwIfAny();
}
