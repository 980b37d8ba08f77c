/** All data of a dead letter, and whether it can be replayed. */
import type { Reject } from '../ports/records.js';
import { destinationAt } from '../resources/destination.js';
import { type RejectRow, rejectRow } from './row.js';

export interface RejectDetails extends RejectRow {
  payload: unknown;
  /** What it was pushed with; null when that cannot be found again. */
  route: string | null;
  /** Whether what was sent is not kept: secrets were taken out of the payload for good. */
  redacted: boolean;
  /** Whether what was sent is kept encrypted, since a secret stands in it; `payload` shows it without. */
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

/** What speaks against a replay of a letter, whatever else is known. */
export function ownObstacle({ state, route, redacted }: Reject): string | null {
  if (state !== 'open') return `it is ${state}`;
  if (route === null || destinationAt(route) === undefined)
    return 'its API call is unknown; sync again to push the record';
  if (redacted)
    return 'its payload was stored without secrets or without values that JSON cannot represent; sync again to push the record';
  return null;
}
