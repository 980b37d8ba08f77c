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
  /** Null for what is pushed outside a run. */
  runId: number | null;
  /** Whether the window lies open in the store. Positions of any other are dropped: it cannot be resumed. */
  keepsPositions: boolean;
}

/** The commits of one step, one after another: a position must not be overtaken by an older one. Rule W4. */
export class Commits {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly parts: CommitParts,
    /** Told of a commit that failed: what it held is not durable. */
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
