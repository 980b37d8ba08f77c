/** Creates the parts that the steps of one run share. */
import { setMaxListeners } from 'node:events';
import { isOfKit } from '../../connector/kit/mark.js';
import { makePushClient } from '../api/push-client.js';
import { systemRandom } from '../clock.js';
import type { ContextParts } from '../context/contexts.js';
import type { HeldLease } from '../lease/held-lease.js';
import type { SyncInput } from './input.js';
import { InDoubt } from './ledger/in-doubt/in-doubt.js';
import { Lane } from './push/pace/lane.js';
import { learnedPace } from './push/pace/learned.js';
import { RETRY } from './push/retry/retry.js';
import { makeSendBulk } from './push/send-bulk.js';
import { pauseEnd } from './step/backoff.js';
import { DRAIN_TIMEOUT_MS } from './step/drain.js';
import type { StepEnvironment } from './step/environment.js';

const CONCURRENCY = 8;
const REJECT_QUOTA = 10_000;

/** `over` is aborted when the run has ended. */
export async function openEnvironment<S>(
  input: SyncInput<S>,
  run: { id: number; startedAt: number; lease: HeldLease; shutdown: AbortSignal },
  over: AbortSignal,
): Promise<StepEnvironment<S>> {
  const { clock, client, pushClient = client, observer = {}, options, integration } = input;
  const { store, installation } = input;
  const { lease, shutdown } = run;
  const { concurrency = CONCURRENCY, rejectQuota = REJECT_QUOTA } = options;
  const stop = AbortSignal.any([shutdown, lease.signal]);
  // Requests, shops and the loop all listen to these signals.
  setMaxListeners(0, shutdown, stop);
  const waiting = tellWaiting(input, over);
  return {
    ...{ lease, shutdown, stop, options, rejectQuota, observer, waiting },
    context: contextParts(input, lease),
    pushClient: makePushClient(pushClient, () => clock.now()),
    ownClient: pushClient,
    lane: new Lane(clock, {
      concurrency,
      signal: shutdown,
      over,
      onPause: (ms) => waiting(ms, 'asked'),
      learned: await learned(input),
    }),
    random: input.random ?? systemRandom,
    retry: { ...RETRY, ...input.retry },
    runId: run.id,
    version: integration.meta.version,
    startedAt: run.startedAt,
    pausedUntil: await pausedUntil(input),
    inDoubt: new InDoubt(await store.records.inDoubt(installation.installationId, clock.now())),
    drainTimeoutMs: input.drainTimeoutMs ?? DRAIN_TIMEOUT_MS,
  };
}

/** Reports a wait to the observer and to the waits of the command. */
function tellWaiting<S>(
  { clock, installation, observer, waits }: SyncInput<S>,
  over: AbortSignal,
): StepEnvironment<S>['waiting'] {
  const { installationId } = installation;
  return (ms, why) => {
    observer?.waiting?.(ms, why);
    const reason = why === 'asked' ? 'pause' : 'retry';
    const ended = waits?.begin({ reason, until: clock.now() + ms, installationId, pid: null });
    if (ended) over.addEventListener('abort', ended, { once: true });
  };
}

/** A pause asked of one step holds for all steps, since the API does not know steps. */
async function pausedUntil<S>({ store, clock, installation }: SyncInput<S>) {
  const { installationId } = installation;
  return pauseEnd(await store.cursors.list({ installationId }), clock.now());
}

/** The newest run is the open one, and those before it may have died without a report. */
async function learned<S>({ store, clock, installation }: SyncInput<S>) {
  const { installationId } = installation;
  return learnedPace(await store.runs.list({ installationId, limit: 4 }), clock.now());
}

function contextParts<S>(input: SyncInput<S>, lease: HeldLease): ContextParts<S> {
  const { installation, settings, client, logger, store, clock, provisioned } = input;
  const { provisioning } = input.integration;
  return {
    ...{ settings, client, logger, store, clock, provisioned },
    installationId: installation.installationId,
    // Used by `sources()` only; each step gets a `sendBulk` that counts.
    sendBulk: makeSendBulk(client, logger),
    state: input.state(lease.current()),
    lease: lease.current(),
    inboundSecret: input.inboundSecret ?? null,
    definitions:
      (typeof provisioning === 'object' ? provisioning.customData : input.definitions) ?? [],
    ofKit: isOfKit(input.integration),
    validate: input.options.validate,
  };
}
