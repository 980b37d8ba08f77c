/** What one step of one source shares while it runs. */
import type { Logger, Position } from '../../../connector/types.js';
import type { PushClient } from '../../api/push-client.js';
import type { HeldLease } from '../../lease/held-lease.js';
import type { Clock, Random } from '../../ports/engine.js';
import type { CursorKey, StepCounts } from '../../ports/records.js';
import type { Store } from '../../ports/store.js';
import { noCounts, Tally } from '../accounting.js';
import { Commits } from '../commit/commits.js';
import { InFlight } from '../in-flight.js';
import type { KeyOf } from '../push/batches.js';
import { makeGate } from '../push/gate.js';
import { makeTellRejects, type TellRejects } from '../push/log-rejects.js';
import { RecordOrder } from '../push/order.js';
import type { Lane } from '../push/pace/lane.js';
import { newPush, type Push } from '../push/push.js';
import type { RetryOptions } from '../push/retry.js';
import { makeSender, type Sender } from '../push/sender.js';
import { DeadLetters, type OpenLetters } from '../settle/dead-letters.js';
import { Failures } from '../settle/failures.js';
import type { SettleParts } from '../settle/settle.js';

export interface StepParts {
  client: PushClient;
  store: Store;
  clock: Clock;
  random: Random;
  lane: Lane;
  retry: RetryOptions;
  lease: HeldLease;
  logger: Logger;
  key: CursorKey;
  runId: number;
  /** What the window is, for the idempotency keys. */
  window: { since: number | null; until: number };
  /** What earlier runs settled of the window. */
  before: StepCounts;
  /** Whether its window lies open in the store. Positions of any other are dropped: it cannot be resumed. */
  keepsPositions: boolean;
  /** Aborted on shutdown. */
  shutdown: AbortSignal;
  /** Aborted on shutdown, and when the lease is lost. */
  stop: AbortSignal;
  /** Dead letters that are open when the step begins. */
  openLetters: OpenLetters;
  /** How many an installation may have. */
  quota: number;
  /** The step's own identity of a record. */
  keyOf: KeyOf | undefined;
  /** Whether what is handed to `sendBulk` is what was read; a bulk step counts at its stream. */
  readsAreHanded: boolean;
  onProgress?(counts: StepCounts): void;
  /** Told how long a request waits before it is tried again. */
  onRetry?(waitMs: number): void;
  /** Told how long is waited for a request of before that may still arrive. */
  onLate?(waitMs: number): void;
}

export interface StepState extends SettleParts {
  readonly parts: StepParts;
  readonly inFlight: InFlight;
  readonly order: RecordOrder;
  readonly sender: Sender;
  /** What the step itself sends, rather than one of its pushes. */
  readonly own: Push;
  readonly tellRejects: TellRejects;
  readonly warnings: Set<string>;
}

export function openState(parts: StepParts): StepState {
  const { client, lane, clock, random, retry, key, window, keyOf, readsAreHanded } = parts;
  const failures = new Failures();
  const tally = new Tally(parts.before, parts.onProgress);
  const inFlight = new InFlight(key.entity, (error) => failures.note(error));
  const order = new RecordOrder(inFlight);
  const gate = makeGate({ ...parts, failures, onRequest: () => tally.requests++ });
  const sender = makeSender({
    client,
    order,
    scope: JSON.stringify([key.installationId, key.entity, key.sourceKey, window]),
    keyOf,
    tools: {
      ...{ lane, clock, random, retry, signal: parts.stop, admit: gate },
      late: (waitMs) => parts.onLate?.(waitMs),
      retried: (waitMs) => {
        tally.retries++;
        parts.onRetry?.(waitMs);
      },
    },
  });
  return {
    ...{ parts, inFlight, order, sender, failures, tally, keyOf, readsAreHanded },
    commits: new Commits(parts, (error) => failures.note(error)),
    letters: new DeadLetters(key, parts.openLetters, parts.quota),
    own: newPush(null, noCounts()),
    tellRejects: makeTellRejects(parts.logger, key.entity),
    warnings: new Set(),
  };
}

/** Something for the log and the report that holds nothing back; said once. */
export function warn({ warnings, parts }: StepState, text: string): void {
  if (warnings.has(text)) return;
  warnings.add(text);
  parts.logger.warn(text);
}

/** Commits a position once the pushes that were started before are settled. Throws when one of them failed. */
export function checkpoint(state: StepState, position: Position): Promise<void> {
  const { inFlight, failures, commits, tally } = state;
  const before = inFlight.ended();
  return inFlight.start({ kind: 'commit', push: null }, async () => {
    await before;
    failures.assertSettled();
    await commits.write({ progress: { position, counts: tally.ofWindow() } });
  });
}

/** Gives up the position, so that the window is read from its start, whatever happens. */
export function restart({ commits }: StepState): Promise<void> {
  return commits.write({ progress: { position: null, counts: noCounts() } });
}

/** As `restart`, while the step runs. */
export function withdraw(state: StepState): Promise<void> {
  return state.inFlight.start({ kind: 'commit', push: null }, () => restart(state));
}
