/** Changes all the given cursors or none, and first writes their old values to a file next to the store. */
import { dirname, join } from 'node:path';
import type { App } from '../../app/app.js';
import { IN_MEMORY } from '../../config/resolve.js';
import { writeWhole } from '../../files/write.js';
import { cursorsFile } from '../../runtime/cursors/file.js';
import { type CursorRecord, cursorRecord } from '../../runtime/cursors/row.js';
import type { Cursor, CursorKey } from '../../runtime/ports/records.js';
import type { Store } from '../../runtime/ports/store.js';
import type { Invocation } from '../types.js';
import { waitMs } from '../wait.js';

export interface CursorsChanged {
  /** How many cursors were deleted. */
  removed: number;
  /** The changed cursors as they were; a new one is missing here. */
  before: CursorRecord[];
  /** The changed cursors as they are now; a deleted one is missing here. */
  cursors: CursorRecord[];
  /** Absolute path of a file with `before`; null when none of the cursors existed. */
  backup_file: string | null;
}

export interface CursorChange {
  remove: readonly CursorKey[];
  put: readonly Cursor[];
}

/** `cursors import` of the backup restores the old values. @throws SpmError SPM_LEASE_HELD, SPM_WRITE_FAILED */
export async function changeCursors(
  invocation: Invocation,
  app: App,
  store: Store,
  change: CursorChange,
): Promise<CursorsChanged> {
  const { remove, put } = change;
  const keys = [...remove, ...put];
  const shops = keys.map(({ installationId }) => installationId);
  return app.withLeases(shops, waitMs(invocation), async (held) => {
    const named = new Set(keys.map(keyText));
    const before = (await store.cursors.list()).filter((cursor) => named.has(keyText(cursor)));
    const backup_file = before.length === 0 ? null : await backUp(invocation, app, before);
    await store.fenced.replaceCursors(
      held.map((lease) => lease.current()),
      change,
    );
    return {
      removed: remove.length,
      before: before.map(cursorRecord),
      cursors: put.map(cursorRecord),
      backup_file,
    };
  });
}

async function backUp({ cwd }: Invocation, app: App, cursors: readonly Cursor[]): Promise<string> {
  const { store } = await app.config();
  const now = app.clock.now();
  const name = `cursors-${new Date(now).toISOString().replace(/\W/g, '')}.json`;
  const file = join(store === IN_MEMORY ? cwd : dirname(store), name);
  const text = app.redactor.json(cursorsFile(cursors, now));
  await writeWhole(file, text, { isPrivate: true, unlessThere: 'Run it again.' });
  return file;
}

const keyText = ({ installationId, entity, sourceKey }: CursorKey): string =>
  JSON.stringify([installationId, entity, sourceKey]);
