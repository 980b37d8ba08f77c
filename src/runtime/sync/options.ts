/** The options of a sync. */

/** Which window a sync reads. */
export interface WindowChoice {
  full: boolean;
  backfillDays: number;
  overlapSeconds: number;
  /** Newer rows are left to the next run, since the partner may still change them. */
  settleSeconds: number;
  /** Explicit bounds in milliseconds since the epoch. They replace the computed ones. */
  since?: number | undefined;
  until?: number | undefined;
  /** Whether steps may skip unchanged records. Default true. */
  skip?: boolean | undefined;
  /** Whether to check custom-data records before sending them. Default true. */
  validate?: boolean | undefined;
  /** Whether any number of vanished records may be deleted. */
  approveDeletes?: boolean | undefined;
}

export interface SyncOptions extends WindowChoice {
  /** Entities to sync. Default: all. */
  only?: readonly string[] | undefined;
  /** Source keys to sync; global steps are then left out. Default: all. */
  sources?: readonly string[] | undefined;
  /** How long to wait for a lease that another process holds; see `LeaseOptions`. */
  waitMs?: number | undefined;
  /** Maximum requests in flight for the installation. Default 8. */
  concurrency?: number | undefined;
  /** Maximum open dead letters of the installation. Default 10,000. */
  rejectQuota?: number | undefined;
}
