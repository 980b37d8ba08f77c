import type { StepCommit } from '../../ports/commit.js';
import type { Clock } from '../../ports/engine.js';
import type { CursorKey, Lease } from '../../ports/records.js';
import type { Store } from '../../ports/store.js';

export type StepChange = Omit<StepCommit, 'key' | 'runId' | 'now'>;

export interface CommitParts {
  store: Store;
  clock: Clock;
  lease: { current(): Lease };
  key: CursorKey;
  /** Null when pushed outside a run. */
  runId: number | null;
  /** Whether the window is open in the store. Only such a window can be resumed, so other positions are dropped. */
  keepsPositions: boolean;
}

/** The commits of one step, one after another, so that no older position overwrites a newer one. Rule W4. */
export class Commits {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly parts: CommitParts,
    /** Called when a commit failed: its content is not durable. */
    private readonly onFailure: (error: unknown) => void,
  ) {}

  write(change: StepChange): Promise<void> {
    const mine = this.last.then(() => this.commit(change));
    this.last = mine.catch(this.onFailure);
    return mine;
  }

  private async commit({ progress, ...rest }: StepChange): Promise<void> {
    const { store, clock, lease, key, runId, keepsPositions } = this.parts;
    const change = { ...rest, ...(progress && keepsPositions && { progress }) };
    await store.fenced.commitStep(lease.current(), { key, runId, now: clock.now(), ...change });
  }
}
