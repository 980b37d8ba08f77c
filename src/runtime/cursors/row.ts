/** Cursors in reports and files. Times are ISO-8601 UTC. */

import { iso, isoOrNull } from '../iso.js';
import type { Cursor, CursorStatus, OpenWindow } from '../ports/records.js';
import { notBefore } from '../sync/step/backoff.js';

/** A cursor in an export; an import restores it. */
export interface CursorRecord {
  installation_id: string;
  entity: string;
  source_key: string;
  /** Everything before this is settled; null when no run was clean yet. */
  last_synced_at: string | null;
  last_status: CursorStatus | null;
  last_error: string | null;
  items: number;
  consecutive_failures: number;
  not_before: string | null;
  unmoved_runs: number;
  updated_at: string;
}

export interface CursorRow extends CursorRecord {
  /** When the step may run again after a failure; null when it may run at once. */
  waits_until: string | null;
  /** A window that was started but not finished. */
  window: { since: string | null; until: string; full: boolean; resumable: boolean } | null;
}

export function cursorRecord(cursor: Cursor): CursorRecord {
  return {
    installation_id: cursor.installationId,
    entity: cursor.entity,
    source_key: cursor.sourceKey,
    last_synced_at: isoOrNull(cursor.lastSyncedAt),
    last_status: cursor.lastStatus,
    last_error: cursor.lastError,
    items: cursor.items,
    consecutive_failures: cursor.consecutiveFailures,
    not_before: isoOrNull(cursor.notBefore),
    unmoved_runs: cursor.unmovedRuns ?? 0,
    updated_at: iso(cursor.updatedAt),
  };
}

export function cursorOf(record: CursorRecord): Cursor {
  const ms = (text: string | null) => (text === null ? null : Date.parse(text));
  return {
    installationId: record.installation_id,
    entity: record.entity,
    sourceKey: record.source_key,
    lastSyncedAt: ms(record.last_synced_at),
    lastStatus: record.last_status,
    lastError: record.last_error,
    items: record.items,
    updatedAt: Date.parse(record.updated_at),
    consecutiveFailures: record.consecutive_failures,
    notBefore: ms(record.not_before),
    unmovedRuns: record.unmoved_runs,
  };
}

export function cursorRow(cursor: Cursor, window: OpenWindow | null, now: number): CursorRow {
  return {
    ...cursorRecord(cursor),
    waits_until: isoOrNull(notBefore(cursor, now)),
    window: window && {
      since: isoOrNull(window.since),
      until: iso(window.until),
      full: window.full,
      resumable: window.position !== null,
    },
  };
}
