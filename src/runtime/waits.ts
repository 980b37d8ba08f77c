/** Reports what a command waits for: no wait of more than five seconds is silent. */
import type { Clock } from './ports/engine.js';

export type WaitReason =
  /** Another process works on the installation. */
  | 'lease'
  /** The process that worked on the installation died; its lease has to run out. */
  | 'dead_holder'
  /** Another process has the store locked. */
  | 'store'
  /** The API asked for a pause. */
  | 'pause'
  /** A request failed and is tried again. */
  | 'retry';

export interface Wait {
  reason: WaitReason;
  /** At the latest, in milliseconds since the epoch. */
  until: number;
  /** Null where the wait is not about one. */
  installationId: string | null;
  /** The process that is waited for; null where it is not known. */
  pid: number | null;
}

/** `again` means that the same wait was reported before. */
export type TellWait = (wait: Wait, now: number, again: boolean) => void;

/** Shorter waits are not worth a word. */
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
   * To be called when a wait begins. What it gives ends the wait, which ends by itself when its time has come. Null for a
   * short one, which is not told.
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

  /** Each once, of several alike the one that takes longest. */
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
