/** What a sync is asked to do. */

/** Which window a sync is asked to read. */
export interface WindowChoice {
  full: boolean;
  backfillDays: number;
  overlapSeconds: number;
  /** Rows younger than this may still be changing at the partner and are left to the next run. */
  settleSeconds: number;
  /** Explicit bounds, in milliseconds since the epoch, which win over the computed ones. */
  since?: number | undefined;
  until?: number | undefined;
  /** Whether records that have not changed are left out, where a step asks for that. Default true. */
  skip?: boolean | undefined;
  /** Whether records of custom data are checked before they are sent. Default true. */
  validate?: boolean | undefined;
  /** Whether any number of records that are gone may be deleted. */
  approveDeletes?: boolean | undefined;
}

export interface SyncOptions extends WindowChoice {
  /** Entities to sync; all when absent. */
  only?: readonly string[] | undefined;
  /** Source keys to sync, which leaves global steps out; all when absent. */
  sources?: readonly string[] | undefined;
  /** How long to wait for a lease that another process holds; see `LeaseOptions`. */
  waitMs?: number | undefined;
  /** Requests in flight for the installation at most. Default 8. */
  concurrency?: number | undefined;
  /** Open dead letters that the installation may have. Default 10,000. */
  rejectQuota?: number | undefined;
}
