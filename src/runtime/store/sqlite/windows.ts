/** Open windows. For use inside `read` and `write` of the connection. */

import type { Position } from '../../../connector/types.js';
import { SpmError } from '../../../errors.js';
import type { CursorKey, OpenWindow, StepCounts } from '../../ports/records.js';
import type { KeptProgress, KeptWindow } from '../adapter.js';
import type { Connection } from './connection.js';
import { fromJson, toJson } from './json.js';
import { BY_KEY, keyParams } from './keys.js';
import { fromText, fromTextOrNull, toText, toTextOrNull } from './times.js';

interface Row {
  is_full: number;
  since: string | null;
  until: string;
  position_json: string;
  counts_json: string;
  opened_at: string;
  generation: number | null;
  plan_hash: string | null;
}

const PUT = `INSERT OR REPLACE INTO spm_window (installation_id, entity, source_key, is_full, since, until,
    position_json, counts_json, opened_at, generation, plan_hash)
  VALUES (@installationId, @entity, @sourceKey, @isFull, @since, @until, @position, @counts, @openedAt,
    @generation, @planHash)`;

export function readWindow(connection: Connection, key: CursorKey): OpenWindow | null {
  const row = connection.get<Row>(`SELECT * FROM spm_window ${BY_KEY}`, keyParams(key));
  if (row === undefined) return null;
  return {
    ...keyParams(key),
    full: row.is_full !== 0,
    since: fromTextOrNull(row.since),
    until: fromText(row.until),
    position: fromJson(row.position_json) as Position,
    counts: fromJson(row.counts_json) as StepCounts,
    openedAt: fromText(row.opened_at),
    generation: row.generation,
    planHash: row.plan_hash,
  };
}

export function putWindow(connection: Connection, window: KeptWindow): void {
  connection.run(PUT, {
    ...keyParams(window),
    isFull: window.full ? 1 : 0,
    since: toTextOrNull(window.since),
    until: toText(window.until),
    position: toJson(window.position),
    counts: toJson(window.counts),
    openedAt: toText(window.openedAt),
    generation: window.generation,
    planHash: window.planHash,
  });
}

/** Throws SPM_INTERNAL when no window is open, since the position would be lost silently. */
export function putProgress(connection: Connection, key: CursorKey, progress: KeptProgress): void {
  const { changes } = connection.run(
    `UPDATE spm_window SET position_json = @position, counts_json = @counts ${BY_KEY}`,
    {
      ...keyParams(key),
      position: toJson(progress.position),
      counts: toJson(progress.counts),
    },
  );
  if (changes === 0) {
    throw new SpmError('SPM_INTERNAL', `No window is open for ${key.entity}`, {
      cause: 'A position was committed without an open window.',
      details: { ...key },
    });
  }
}

export function deleteWindow(connection: Connection, key: CursorKey): void {
  connection.run(`DELETE FROM spm_window ${BY_KEY}`, keyParams(key));
}
