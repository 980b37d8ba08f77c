/** Dead letters as reports show them. Times are ISO-8601 UTC. */
import type { Reject, RejectState } from '../ports.js';
import { bulkFunction } from '../resources.js';
import { iso } from '../sync/report.js';

export interface RejectRow {
  id: number;
  installation_id: string;
  entity: string;
  source_key: string;
  /** Identity of the record; null where it is not known. */
  key: string | null;
  state: RejectState;
  /** The API's own messages, or why the API was not asked. */
  errors: string[];
  /** 0 when the API was not asked. */
  status: number;
  attempts: number;
  first_seen_at: string;
  last_seen_at: string;
  run_id: number | null;
}

export interface RejectDetails extends RejectRow {
  payload: unknown;
  /** What it was pushed with; null when that cannot be found again. */
  route: string | null;
  /** Whether secrets were taken out of the payload. */
  redacted: boolean;
  /** Why it cannot be replayed, by itself; null when it can be. */
  not_replayable: string | null;
}

export function rejectRow(letter: Reject): RejectRow {
  return {
    id: letter.id,
    installation_id: letter.installationId,
    entity: letter.entity,
    source_key: letter.sourceKey,
    key: letter.key,
    state: letter.state,
    errors: letter.errors,
    status: letter.status,
    attempts: letter.attempts,
    first_seen_at: iso(letter.firstSeenAt),
    last_seen_at: iso(letter.lastSeenAt),
    run_id: letter.runId,
  };
}

export function rejectDetails(letter: Reject): RejectDetails {
  const { payload, route, redacted } = letter;
  return { ...rejectRow(letter), payload, route, redacted, not_replayable: ownObstacle(letter) };
}

/** What speaks against a replay of a letter, whatever else is known. */
export function ownObstacle({ state, route, redacted }: Reject): string | null {
  if (state !== 'open') return `it is ${state}`;
  if (route === null || bulkFunction(route) === undefined)
    return 'the function that it was pushed with is not known: sync again to push it';
  if (redacted) return 'secrets were taken out of it when it was stored: sync again to push it';
  return null;
}
