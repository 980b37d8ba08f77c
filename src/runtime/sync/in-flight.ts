/** What a step has started and what has not ended: its pushes, what they send, what is committed. */
import { SpmError } from '../../errors.js';
import { Holders } from './holders.js';

export interface Work {
  kind: 'push' | 'send' | 'select' | 'commit';
  /** The push that it is, or belongs to; null for what the step does itself. */
  push: number | null;
  /** Whether it waits for code of the connector, which may never end. */
  foreign?: boolean;
}

/** For the error of one that begins too late. */
const TOO_LATE: Readonly<Record<Work['kind'], string>> = {
  push: 'A batch was pushed',
  send: 'Items were pushed',
  select: 'Records were compared',
  commit: 'A position was committed',
};

interface Running extends Work {
  ended: Promise<unknown>;
}

export class InFlight {
  /** Who holds which records: requests, and pushes apart, since a request that waits for all others is part of a push. */
  readonly held = { requests: new Holders(), pushes: new Holders() };
  private readonly running = new Set<Running>();
  private closed = false;

  constructor(
    private readonly entity: string,
    /** Told of every error: a step that does not await, or swallows, must not hide it. */
    private readonly onError: (error: unknown) => void,
  ) {}

  start<T>(work: Work, begin: () => Promise<T>): Promise<T> {
    const task = this.closed ? Promise.reject<T>(tooLate(this.entity, work)) : begin();
    // It is on record: one that nobody awaits must not end the process.
    const running: Running = {
      ...work,
      ended: task.catch(this.onError).finally(() => this.running.delete(running)),
    };
    if (!this.closed) this.running.add(running);
    return task;
  }

  /** Resolves when all that runs now, of what is meant, has ended, well or not; null when nothing does. */
  ended(isMeant: (work: Work) => boolean = () => true): Promise<unknown> | null {
    const meant = [...this.running].filter(isMeant);
    return meant.length === 0 ? null : Promise.all(meant.map(({ ended }) => ended));
  }

  /** As `ended`, also for what begins meanwhile. */
  async drained(isMeant?: (work: Work) => boolean): Promise<void> {
    for (let rest = this.ended(isMeant); rest; rest = this.ended(isMeant)) await rest;
  }

  /**
   * Waits for everything and refuses what comes later. Of a step that was given up on, only for what the engine does
   * itself, such as a request on its way.
   */
  async drain(): Promise<void> {
    await this.drained(({ foreign }) => !this.closed || !foreign);
    this.close();
  }

  /** Refuses everything from now on: the step is not waited for any longer. */
  close(): void {
    this.closed = true;
  }
}

function tooLate(entity: string, { kind }: Work): SpmError {
  const message = `${TOO_LATE[kind]} after the step had ended`;
  return new SpmError('SPM_CONNECTOR_INVALID', message, {
    cause: `step ${entity} resolved while something that it started still ran`,
    hint: 'Await everything inside `run` before it returns.',
  });
}
