/** Cursors that a wrong clock moved into the future. A sync would miss the changes until then. */
import { iso } from '../../iso.js';
import type { Cursor } from '../../ports/records.js';

/** Clocks of different machines may differ this much. */
const TOLERATED_MS = 60_000;

type Dated = Pick<Cursor, 'installationId' | 'entity' | 'sourceKey' | 'lastSyncedAt'>;

export function isInFuture({ lastSyncedAt }: Pick<Cursor, 'lastSyncedAt'>, now: number): boolean {
  return lastSyncedAt !== null && lastSyncedAt > now + TOLERATED_MS;
}

/** What is wrong with a future cursor, and the command that fixes it. */
export function futureCursorText(cursor: Dated): string {
  const { installationId, entity, sourceKey, lastSyncedAt } = cursor;
  const at = iso(lastSyncedAt ?? 0);
  const which = sourceKey === '' ? entity : `${entity} of ${sourceKey}`;
  const source = sourceKey === '' ? '' : ` --source ${sourceKey}`;
  const command = `spm-connect cursors reset --installation ${installationId} --entity ${entity}${source}`;
  return `The cursor of ${which} lies in the future, at ${at}: the clock of an earlier run was wrong, and later changes would be skipped. Check the clock, then read the step again with \`${command}\``;
}
