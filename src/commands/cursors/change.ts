/** Changes cursors, each shop under its lease, after writing what they were to a file beside the store. */
import { dirname, join } from 'node:path';
import { IN_MEMORY } from '../../config/resolve.js';
import type { Context } from '../../context.js';
import { writeWholeFile } from '../../files.js';
import { cursorsFile } from '../../runtime/cursors/file.js';
import { type CursorRecord, cursorRecord } from '../../runtime/cursors/row.js';
import type { Cursor, CursorKey, Store } from '../../runtime/ports.js';
import { grouped } from '../../runtime/rejects/replay.js';
import type { Invocation } from '../types.js';
import { waitMs } from '../wait.js';

export interface CursorsChanged {
  /** Of those that were there before. */
  removed: number;
  cursors: CursorRecord[];
  /** Absolute path of what they were before. */
  backup_file: string;
}

export interface CursorChange {
  remove: readonly CursorKey[];
  put: readonly Cursor[];
}

/** `cursors import` of the backup brings everything back. @throws SpmError SPM_LEASE_HELD, SPM_WRITE_FAILED */
export async function changeCursors(
  invocation: Invocation,
  context: Context,
  store: Store,
  { remove, put }: CursorChange,
): Promise<CursorsChanged> {
  const keys = new Set([...remove, ...put].map(keyText));
  const before = (await store.cursors.list()).filter((cursor) => keys.has(keyText(cursor)));
  const backup_file = await backUp(invocation, context, before);
  const ofShop = ({ installationId }: CursorKey) => installationId;
  const removals = grouped(remove, ofShop);
  const puts = grouped(put, ofShop);
  for (const id of new Set([...removals.keys(), ...puts.keys()])) {
    const change = { remove: removals.get(id) ?? [], put: puts.get(id) ?? [] };
    await context.withLease(store, id, waitMs(invocation), (held) =>
      store.fenced.replaceCursors(held.current(), change),
    );
  }
  return { removed: remove.length, cursors: put.map(cursorRecord), backup_file };
}

async function backUp(
  { cwd }: Invocation,
  context: Context,
  cursors: readonly Cursor[],
): Promise<string> {
  const { store } = await context.config();
  const now = context.clock.now();
  const name = `cursors-${new Date(now).toISOString().replace(/\W/g, '')}.json`;
  const file = join(store === IN_MEMORY ? cwd : dirname(store), name);
  const text = `${JSON.stringify(cursorsFile(cursors, now), null, 2)}\n`;
  await writeWholeFile(file, text, { overwrite: false, instead: 'Run it again.' });
  return file;
}

const keyText = ({ installationId, entity, sourceKey }: CursorKey): string =>
  JSON.stringify([installationId, entity, sourceKey]);
