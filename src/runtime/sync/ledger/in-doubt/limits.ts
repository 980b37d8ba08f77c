/** How late a request without an answer may arrive. Rule F2. */
const SECOND = 1000;

/** A request without an answer may arrive this long after it was sent. */
export const IN_DOUBT_MS = 120 * SECOND;

/** A request may wait and be retried. Its record in the store is renewed when it is older than this. */
export const NOTE_AGAIN_MS = 10 * SECOND;

/** A version recorded longer ago than this no longer arrives. */
export const ARRIVES_WITHIN_MS = IN_DOUBT_MS + NOTE_AGAIN_MS;
