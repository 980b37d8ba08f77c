/** How a step's own code is run: with its context, its observer and its time to stop. */
import { runBulk } from '../../../connector/bulk.js';
import type {
  BulkStepConfig,
  Position,
  SendBulk,
  SyncStepContext,
} from '../../../connector/types.js';
import type { SpmError } from '../../../errors.js';
import { makeStepContext } from '../../context/contexts.js';
import type { Cursor } from '../../ports/records.js';
import { errorLine } from '../errors.js';
import { observeBulk } from '../read/bulk-observer.js';
import { knownRecordsOf, type StepRecordsParts } from '../select/step-records.js';
import { isBulk } from './bulk-step.js';
import { GivenUp, withinDrain } from './drain.js';
import { type ReadResult, readStepResult } from './result.js';

/** How the step's own code ended. */
export interface Attempt extends ReadResult {
  /** Null when it returned. */
  thrown: unknown;
}

export interface StepCodeParts<S> extends Omit<StepRecordsParts<S>, 'signal'> {
  cursor: Cursor | null;
  /** See `handedUntil` of windows. */
  handedUntil: number;
}

export class StepCode<S> {
  /** What the step asked for and the shop was not provisioned with. */
  missing: SpmError | null = null;
  /** Whether the stream of a bulk step broke the order that it promised. */
  outOfOrder = () => false;
  /** Whether the step could know of a shutdown. */
  lookedAtSignal = false;

  constructor(private readonly parts: StepCodeParts<S>) {}

  /** Never rejects. */
  async run(): Promise<Attempt> {
    const { env, key } = this.parts;
    const { stop, context, drainTimeoutMs } = env;
    try {
      const running = this.runStep(stop);
      const returned = await withinDrain(running, stop, context.clock, drainTimeoutMs);
      return { ...readStepResult(key.entity, returned), thrown: null };
    } catch (error) {
      if (error instanceof GivenUp) this.giveUp();
      const thrown = error ?? new Error('the step threw nothing');
      return { items: 0, errors: [], advanceCursorTo: undefined, thrown };
    }
  }

  /** It may still run, and gets nothing through any more. */
  private giveUp(): void {
    const { session, env } = this.parts;
    session.tasks.close();
    const seconds = env.drainTimeoutMs / 1000;
    session.warn(`The step did not stop within ${seconds} s of the signal: it was given up on`);
  }

  private async runStep(signal: AbortSignal): Promise<unknown> {
    const { env, step, session, logger } = this.parts;
    const ctx = this.makeContext(signal);
    if (!isBulk(step)) return step.run(ctx);
    const config = step.bulk;
    const observer = observeBulk({
      session,
      config,
      logger,
      contextWith: (sendBulk) => this.makeContext(signal, sendBulk),
      concurrency: env.lane.concurrency,
      known: knownRecordsOf({ ...this.parts, signal }),
    });
    this.outOfOrder = observer.outOfOrder;
    void this.tellTotal(config, ctx);
    return runBulk(config, ctx, observer);
  }

  /** Only for people who watch: a total that cannot be had is no reason for anything. */
  private async tellTotal(
    config: BulkStepConfig<S, unknown, object>,
    ctx: SyncStepContext<S>,
  ): Promise<void> {
    const { env, key, logger } = this.parts;
    const { observer } = env;
    if (config.total === undefined || observer.total === undefined) return;
    try {
      const known: unknown = await config.total(ctx);
      if (typeof known === 'number' && known >= 0) observer.total(key.entity, key.sourceKey, known);
    } catch (error) {
      logger.debug('The total of the step is not known', { error: errorLine(error) });
    }
  }

  /** What the step's functions are given. */
  makeContext(
    signal: AbortSignal,
    sendBulk: SendBulk = this.parts.session.sendBulk,
  ): SyncStepContext<S> {
    const { window, cursor, key, env, session, logger } = this.parts;
    const onMissing = (error: SpmError) => {
      this.missing ??= error;
    };
    const ctx = makeStepContext(
      { ...env.context, sendBulk, logger, onMissing },
      {
        entity: key.entity,
        sourceKey: key.sourceKey,
        window: {
          since: window.since === null ? null : new Date(window.since),
          until: new Date(this.parts.handedUntil),
        },
        cursor: dateOrNull(cursor?.lastSyncedAt),
        signal,
        resume: window.position,
        checkpoint: (position: Position) => session.checkpoint(position),
      },
    );
    const look = () => {
      this.lookedAtSignal = true;
      return signal;
    };
    return Object.defineProperty(ctx, 'signal', { get: look, enumerable: true });
  }
}

function dateOrNull(ms: number | null | undefined): Date | null {
  return ms === null || ms === undefined ? null : new Date(ms);
}
