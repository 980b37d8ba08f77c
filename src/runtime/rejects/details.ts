/** All data of a dead letter, and whether it can be replayed. */
import type { Reject } from '../ports/records.js';
import { destinationAt } from '../resources/destination.js';
import { type RejectRow, rejectRow } from './row.js';

export interface RejectDetails extends RejectRow {
  payload: unknown;
  /** The API route of its push; null when it is unknown. */
  route: string | null;
  /** Whether the original payload is lost, since secrets were removed from it. */
  redacted: boolean;
  /** Whether the original payload is encrypted, since it contains a secret; `payload` is without the secret. */
  sealed: boolean;
  /** Why it cannot be replayed, by itself; null when it can be. */
  not_replayable: string | null;
}

export function rejectDetails(letter: Reject): RejectDetails {
  const { payload, route, redacted, sealed } = letter;
  return {
    ...rejectRow(letter),
    ...{ payload, route, redacted, sealed: sealed !== null },
    not_replayable: ownObstacle(letter),
  };
}

/** Why a dead letter alone cannot be replayed; null when it can. */
export function ownObstacle({ state, route, redacted }: Reject): string | null {
  if (state !== 'open') return `it is ${state}`;
  if (route === null || destinationAt(route) === undefined)
    return 'its API call is unknown; sync again to push the record';
  if (redacted)
    return 'its payload was stored without secrets or without values that JSON cannot represent; sync again to push the record';
  return null;
}
