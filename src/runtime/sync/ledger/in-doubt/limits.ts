/** How late a request may arrive whose answer was lost. Rule F2. */
const SECOND = 1000;

/** For how long a request without an answer may still arrive. */
export const IN_DOUBT_MS = 120 * SECOND;

/** A request may wait and be tried again: what is noted of its sending is never older than this when it goes out. */
export const NOTE_AGAIN_MS = 10 * SECOND;

/** A version whose sending was noted so long ago does not arrive any more. */
export const ARRIVES_WITHIN_MS = IN_DOUBT_MS + NOTE_AGAIN_MS;
