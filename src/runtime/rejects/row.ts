/** Dead letters as reports show them. Times are ISO-8601 UTC. */

import { iso } from '../iso.js';
import type { Reject, RejectState } from '../ports/records.js';

export interface RejectRow {
  id: number;
  installation_id: string;
  entity: string;
  source_key: string;
  /** Identity of the record; null if it is not known. */
  key: string | null;
  state: RejectState;
  /** The API's messages, or why the item was not sent. */
  errors: string[];
  /** 0 when the item was not sent. */
  status: number;
  attempts: number;
  first_seen_at: string;
  last_seen_at: string;
  run_id: number | null;
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
