/** The schedule of all loops on one store. Types only. Times are in milliseconds since the epoch. */

export type DueReason =
  /** It was never synced in a loop. */
  | 'new'
  | 'activated'
  | 'interval'
  /** The back-off of a step ends. */
  | 'backoff'
  /** The pause that the API asked for ends. */
  | 'pause'
  /** Another process held the lease. */
  | 'busy'
  /** The last sync could not start. */
  | 'failed';

export interface ScheduledInstallation {
  installationId: string;
  dueAt: number;
  reason: DueReason;
  /** Syncs in a row that could not start. */
  failures: number;
  /** Loops skip it. */
  paused: boolean;
  /** Its own time between two syncs; null: that of the loop. */
  intervalMs: number | null;
  /** The loop that works on it, by the id of its owner; it may have run out. */
  claim: { ownerId: string; until: number } | null;
}

export interface NextDue {
  dueAt: number;
  reason: DueReason;
  failures: number;
}

/** Says which loop syncs which installation next. A claim only shares the work: the lease protects the data. */
export interface ScheduleStore {
  /**
   * Adds the installations that are missing. One that waits for its interval is due at most one interval and its jitter
   * from now, so that a shorter interval counts at once.
   */
  enroll(
    entries: readonly { installationId: string; dueAt: number }[],
    /** `jitter` is a part of the interval, such as 0.1. */
    interval: { intervalMs: number; jitter: number },
    now: number,
  ): Promise<void>;
  /**
   * Claims at most `limit` due installations that no other loop has claimed and that are not paused, and returns them,
   * most overdue first. A claim that ends more than twice `ttlMs` from now was dated by a wrong clock and counts as
   * free; twice, since another process may have read its clock a little later.
   */
  claimDue(claim: {
    among: readonly string[];
    limit: number;
    ownerId: string;
    ttlMs: number;
    now: number;
  }): Promise<ScheduledInstallation[]>;
  /** Prolongs claims of this owner, also expired ones that nobody took. Returns the installations that it holds. */
  renewClaims(claim: {
    installationIds: readonly string[];
    ownerId: string;
    ttlMs: number;
    now: number;
  }): Promise<string[]>;
  /** Ends the claim. Returns false, without a change, when this owner no longer has it. */
  settle(installationId: string, ownerId: string, next: NextDue): Promise<boolean>;
  /** Ends all claims of the owner. What it had claimed is due again as before. */
  release(ownerId: string): Promise<void>;
  /** When the first of them that is neither claimed nor paused is due; null when there is none. */
  nextDue(among: readonly string[], now: number): Promise<number | null>;
  /** Ordered by installation. */
  list(): Promise<ScheduledInstallation[]>;
  /** Returns false when it was paused, or was not. Adds a missing installation. */
  setPaused(installationId: string, paused: boolean, now: number): Promise<boolean>;
  /**
   * Sets its own interval; null removes it. Adds a missing installation. One that waits for its interval is due at most
   * its own interval from now.
   */
  setInterval(installationId: string, intervalMs: number | null, now: number): Promise<void>;
  /** Makes it due now, and ends its claim, so that the sync that runs does not move it again. Adds a missing one. */
  makeDue(installationId: string, reason: DueReason, now: number): Promise<void>;
}
