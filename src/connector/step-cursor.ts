/** The cursor of a step, both as a row of the store and as a date. */

/** A row of the ecosystem's `sync_cursor`. Times are ISO-8601, UTC. */
export interface CursorRow {
  readonly installation_id: string;
  readonly entity: string;
  readonly source_key: string;
  readonly last_synced_at: string;
  readonly last_status: 'ok' | 'error' | null;
  readonly last_error: string | null;
  readonly items: number;
  readonly consecutive_failures: number;
  readonly updated_at: string;
}

/** As a date, it is the time up to which everything is synced. */
export type StepCursor = Date & CursorRow;

export function stepCursor(row: CursorRow): StepCursor {
  return Object.assign(new Date(row.last_synced_at), row);
}
