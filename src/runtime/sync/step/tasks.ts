/** What a step has started, awaited or not: the end of the step waits for it, and nothing begins after that. */
import { SpmError } from '../../../errors.js';

export class Tasks {
  private closed = false;
  private readonly running = new Set<Promise<unknown>>();
  /** Those of them that wait for code of the step: it may never end. */
  private readonly foreign = new Set<Promise<unknown>>();

  constructor(
    private readonly entity: string,
    /** Told of every error: a step that does not await, or swallows, must not hide it. */
    private readonly onError: (error: unknown) => void,
  ) {}

  /** `what` is for the error of one that begins too late. `foreign` waits for code of the step. */
  start<T>(what: string, begin: () => Promise<T>, foreign = false): Promise<T> {
    const task = this.closed ? Promise.reject<T>(this.tooLate(what)) : begin();
    // It is on record: one that nobody awaits must not end the process.
    const done: Promise<unknown> = task.catch(this.onError).finally(() => {
      this.running.delete(done);
      this.foreign.delete(done);
    });
    if (!this.closed) {
      this.running.add(done);
      if (foreign) this.foreign.add(done);
    }
    return task;
  }

  /** Resolves when all that runs now has ended, well or not. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.running);
  }

  /** Refuses everything from now on: the step is not waited for any longer. */
  close(): void {
    this.closed = true;
  }

  /**
   * Waits for everything, also for what begins meanwhile, and refuses what comes later. Of a step that was given up on, only
   * for what the engine does itself, such as a request on its way.
   */
  async drain(): Promise<void> {
    const waitedFor = () =>
      [...this.running].filter((task) => !this.closed || !this.foreign.has(task));
    for (let tasks = waitedFor(); tasks.length > 0; tasks = waitedFor())
      await Promise.allSettled(tasks);
    this.close();
  }

  private tooLate(what: string): SpmError {
    return new SpmError('SPM_CONNECTOR_INVALID', `${what} after the step had ended`, {
      cause: `step ${this.entity} resolved while something that it started still ran`,
      hint: 'Await everything inside `run` before it returns.',
    });
  }
}
