/** Tracks the unfinished work of a step: pushes, requests and commits. */
import { SpmError } from '../../errors.js';
import { Holders } from './holders.js';

export interface Work {
  kind: 'push' | 'send' | 'select' | 'commit';
  /** The number of the push that this work belongs to; null when the step itself does it. */
  push: number | null;
  /** Whether the work waits for code of the connector, which may never end. */
  foreign?: boolean;
}

/** Messages for work that starts after the end of the step. */
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
  /** Who holds which records. Separate for requests and pushes, since a push contains requests. */
  readonly held = { requests: new Holders(), pushes: new Holders() };
  private readonly running = new Set<Running>();
  private closed = false;

  constructor(
    private readonly entity: string,
    /** Called with every error, since a step may ignore a rejected promise. */
    private readonly onError: (error: unknown) => void,
  ) {}

  start<T>(work: Work, begin: () => Promise<T>): Promise<T> {
    const task = this.closed ? Promise.reject<T>(tooLate(this.entity, work)) : begin();
    // `onError` reported the error, so an unhandled rejection must not end the process.
    const running: Running = {
      ...work,
      ended: task.catch(this.onError).finally(() => this.running.delete(running)),
    };
    if (!this.closed) this.running.add(running);
    return task;
  }

  /** Resolves when all matching work that runs now has ended, well or not. Null when none runs. */
  ended(isMeant: (work: Work) => boolean = () => true): Promise<unknown> | null {
    const meant = [...this.running].filter(isMeant);
    return meant.length === 0 ? null : Promise.all(meant.map(({ ended }) => ended));
  }

  /** Like `ended`, but also waits for work that starts meanwhile. */
  async drained(isMeant?: (work: Work) => boolean): Promise<void> {
    for (let rest = this.ended(isMeant); rest; rest = this.ended(isMeant)) await rest;
  }

  /**
   * Waits for all work, then rejects new work. If the step was abandoned, it waits only for the engine's own work,
   * such as a request in flight.
   */
  async drain(): Promise<void> {
    await this.drained(({ foreign }) => !this.closed || !foreign);
    this.close();
  }

  /** Rejects new work from now on, since the step is abandoned. */
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
