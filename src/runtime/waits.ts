/** Reports the waits of a command: no wait of more than five seconds is silent. */
import type { Clock } from './ports/engine.js';

export type WaitReason =
  /** Another process holds the lease of the installation. */
  | 'lease'
  /** The process that held the lease died; the lease has to expire. */
  | 'dead_holder'
  /** Another process has locked the store. */
  | 'store'
  | 'pause'
  /** A request failed and will be retried. */
  | 'retry';

export interface Wait {
  reason: WaitReason;
  /** The latest end, in milliseconds since the epoch. */
  until: number;
  /** Null when the wait does not belong to one installation. */
  installationId: string | null;
  /** The process that the command waits for; null when unknown. */
  pid: number | null;
}

/** `again` means that the same wait was reported before. */
export type TellWait = (wait: Wait, now: number, again: boolean) => void;

/** Shorter waits are not reported. */
const SILENT_MS = 5_000;
/** A wait is reported again at this interval, so that there is news at least every five seconds. */
const REPEAT_MS = 4_000;

export class Waits {
  private readonly current = new Set<Wait>();
  private ticking = false;
  private stopped = new AbortController();

  constructor(
    private readonly clock: Clock,
    private readonly tell: TellWait,
  ) {}

  /**
   * Starts a wait and returns a function that ends it; otherwise it ends at its time. Returns null for a short wait,
   * which is not reported.
   */
  begin(wait: Wait): (() => void) | null {
    if (wait.until - this.clock.now() <= SILENT_MS) return null;
    const isNew = ![...this.current].some((one) => isSame(one, wait));
    this.current.add(wait);
    if (isNew) this.tell(wait, this.clock.now(), false);
    if (!this.ticking) void this.tick();
    return () => {
      this.current.delete(wait);
      if (this.current.size === 0) this.stopped.abort();
    };
  }

  private async tick(): Promise<void> {
    this.ticking = true;
    this.stopped = new AbortController();
    while (this.current.size > 0) {
      await this.clock.sleep(REPEAT_MS, this.stopped.signal);
      this.tellAgain();
    }
    this.ticking = false;
  }

  /** Reports each wait once; of equal waits, the longest. */
  private tellAgain(): void {
    const now = this.clock.now();
    for (const wait of this.current) if (wait.until <= now) this.current.delete(wait);
    const longestFirst = [...this.current].sort((a, b) => b.until - a.until);
    const told = longestFirst.filter((wait, n) => !longestFirst.slice(0, n).some(alike(wait)));
    for (const wait of told) this.tell(wait, now, true);
  }
}

const alike = (wait: Wait) => (other: Wait) => isSame(wait, other);

function isSame(a: Wait, b: Wait): boolean {
  return a.reason === b.reason && a.installationId === b.installationId && a.pid === b.pid;
}
