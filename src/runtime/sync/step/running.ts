/** The state of one running step and source. */
import { IN_REPORT } from '../../../connector/logging.js';
import type { Logger, Position, SyncStep } from '../../../connector/types.js';
import type { SpmError } from '../../../errors.js';
import type { Cursor, CursorKey, ReadAgain } from '../../ports/records.js';
import { noCounts, Tally } from '../accounting.js';
import { Commits } from '../commit/commits.js';
import { InFlight } from '../in-flight.js';
import { makeGate } from '../push/gate.js';
import { type LogRejects, makeRejectLogger } from '../push/log-rejects.js';
import { newPush, type Push } from '../push/push.js';
import { RecordOrder } from '../push/record-order.js';
import type { RequestTools } from '../push/retry/request.js';
import { makeSender, type Sender } from '../push/sender.js';
import { StreamNotes } from '../read/notes.js';
import { DeadLetters, type OpenLetters } from '../settle/dead-letters/dead-letters.js';
import { Failures } from '../settle/failures.js';
import type { SettleParts } from '../settle/settle.js';
import { isBulk, ownKey, readsSnapshot } from './bulk-step.js';
import type { StepEnvironment } from './environment.js';
import { askedBounds } from './window/asked.js';
import type { ChosenWindow } from './window/open-window.js';
import { handedUntil } from './window/window.js';

export interface Started<S> {
  readonly env: StepEnvironment<S>;
  readonly step: SyncStep<S>;
  readonly key: CursorKey;
  /** The cursor before the run. */
  readonly cursor: Cursor | null;
  readonly chosen: ChosenWindow;
  readonly logger: Logger;
}

export interface RunningStep<S> extends Started<S>, SettleParts {
  /** See `handedUntil` in `window/window.ts`. */
  readonly handedUntil: number;
  readonly startedAt: number;
  readonly throttledBefore: number;
  readonly inFlight: InFlight;
  readonly order: RecordOrder;
  readonly tools: RequestTools;
  readonly sender: Sender;
  /** Items that the step itself sends, outside its pushes. */
  readonly own: Push;
  readonly tellRejects: LogRejects;
  /** Warnings about its stream. */
  readonly stream: StreamNotes;
  readonly warnings: Set<string>;
  /** The windows to read again because of this run; null when there are none. */
  readAgain: ReadAgain | null;
  /** The error when the step asked for something that is not provisioned. */
  missing: SpmError | null;
}

export function startStep<S>(started: Started<S>, openLetters: OpenLetters): RunningStep<S> {
  const { env, step, key, chosen, logger } = started;
  const { store, clock } = env.context;
  const { lease, shutdown, runId, observer, lane } = env;
  const { window, stored: keepsPositions } = chosen;
  const { entity, sourceKey } = key;
  const startedAt = clock.now();
  const failures = new Failures();
  const tally = new Tally(window.counts, (counts) =>
    observer.progress?.(entity, sourceKey, counts),
  );
  const inFlight = new InFlight(entity, (error) => failures.note(error));
  const order = new RecordOrder(inFlight, env.inDoubt);
  const keyOf = ownKey(step);
  const tools: RequestTools = {
    ...{ lane, clock, random: env.random, retry: env.retry, signal: env.stop },
    admit: makeGate({ lease, shutdown, failures, onRequest: () => tally.requests++ }),
    retried: (waitMs) => {
      tally.retries++;
      // A pause of the API is reported by the lane, since it holds for all requests.
      if (waitMs > 0) env.waiting(waitMs, 'retry');
    },
  };
  const sender = makeSender({
    ...{ order, keyOf, tools, client: env.pushClient },
    scope: JSON.stringify([
      ...[key.installationId, entity, sourceKey],
      { since: window.since, until: window.until },
    ]),
  });
  return {
    ...{ ...started, startedAt, failures, tally, inFlight, order, tools, sender },
    commits: new Commits({ store, clock, lease, key, runId, keepsPositions }, (error) => {
      failures.fatal ??= error;
    }),
    letters: new DeadLetters(key, openLetters, env.rejectQuota),
    own: newPush(null, noCounts()),
    readsAreHanded: !isBulk(step),
    tellRejects: makeRejectLogger(logger, entity),
    handedUntil: handedUntil(window.until, isEverything(started), startedAt),
    stream: new StreamNotes(keyOf),
    throttledBefore: lane.speed.throttling.count,
    warnings: new Set(),
    readAgain: null,
    missing: null,
  };
}

/** Whether the step reads everything: it tracks deletes in this run, or reads a snapshot. */
function isEverything<S>({ env, step, chosen }: Started<S>): boolean {
  if (chosen.window.generation !== null) return true;
  return readsSnapshot(step) && askedBounds(env.options, step) === null;
}

/** Adds a warning to the log and the report, once. */
export function warn<S>({ warnings, logger }: RunningStep<S>, text: string): void {
  if (warnings.has(text)) return;
  warnings.add(text);
  logger.warn(text, IN_REPORT);
}

/** Commits a position once all earlier pushes are settled. Throws when one of them failed. */
export function checkpoint<S>(running: RunningStep<S>, position: Position): Promise<void> {
  const { inFlight, failures, commits, tally } = running;
  const before = inFlight.ended();
  return inFlight.start({ kind: 'commit', push: null }, async () => {
    await before;
    failures.assertSettled();
    await commits.write({ progress: { position, counts: tally.ofWindow() } });
  });
}

/** Drops the position, so that the window is read from its start in any case. */
export function restart<S>({ commits }: RunningStep<S>): Promise<void> {
  return commits.write({ progress: { position: null, counts: noCounts() } });
}
