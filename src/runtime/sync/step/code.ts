/** Runs the step's own code, with its context and a time limit after a stop. */
import type { BulkStepConfig, SyncStepContext } from '../../../connector/types.js';
import { errorLine } from '../errors.js';
import { runBulkStep } from './bulk.js';
import { isBulk } from './bulk-step.js';
import { contextOf } from './context.js';
import { GivenUp, withinDrain } from './drain.js';
import { type ReadResult, readStepResult } from './result.js';
import { type RunningStep, warn } from './running.js';
import { makeSelector } from './selector.js';
import { sendBulkOf } from './send.js';

/** How the step's code ended. */
export interface CodeEnd extends ReadResult {
  /** The thrown error; null when the code returned. */
  thrown: unknown;
  /** Whether an item of a bulk step was out of order. */
  outOfOrder: boolean;
}

const NOTHING = { items: 0, errors: [], advanceCursorTo: undefined, outOfOrder: false };

/** Never rejects. */
export async function runCode<S>(running: RunningStep<S>): Promise<CodeEnd> {
  const { stop, context, drainTimeoutMs } = running.env;
  try {
    return await withinDrain(runStep(running), stop, context.clock, drainTimeoutMs);
  } catch (error) {
    if (error instanceof GivenUp) giveUp(running);
    return { ...NOTHING, thrown: error ?? new Error('the step threw nothing') };
  }
}

/** The abandoned code may still run, but the engine rejects everything that it does. */
function giveUp<S>(running: RunningStep<S>): void {
  running.inFlight.close();
  const seconds = running.env.drainTimeoutMs / 1000;
  warn(running, `The step did not stop within ${seconds} s after the signal, so it was abandoned`);
}

async function runStep<S>(running: RunningStep<S>): Promise<CodeEnd> {
  const { step, key, own } = running;
  const ctx = contextOf(running, sendBulkOf(running, own));
  if (!isBulk(step)) {
    const returned: unknown = await step.run(ctx);
    return { ...NOTHING, ...readStepResult(key.entity, returned), thrown: null };
  }
  const config = step.bulk;
  void tellTotal(running, config, ctx);
  const end = await runBulkStep({ running, config, selector: makeSelector(running) });
  return { ...NOTHING, ...end, advanceCursorTo: end.advanceCursorTo || undefined, thrown: null };
}

/** Only for display, so an error of `total` is only logged. */
async function tellTotal<S>(
  { env, key, logger }: RunningStep<S>,
  config: BulkStepConfig<S, unknown, object>,
  ctx: SyncStepContext<S>,
): Promise<void> {
  const { observer } = env;
  if (config.total === undefined || observer.total === undefined) return;
  try {
    const known: unknown = await config.total(ctx);
    if (typeof known === 'number' && known >= 0) observer.total(key.entity, key.sourceKey, known);
  } catch (error) {
    logger.debug('The total of the step is not known', { error: errorLine(error) });
  }
}
