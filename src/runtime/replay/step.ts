/** Replays the letters of one step and source. Each request is recorded, sent and settled as in a sync. */
import { setMaxListeners } from 'node:events';
import { mapWithConcurrency } from '../../connector/concurrency.js';
import type { SpmError } from '../../errors.js';
import { makePushClient } from '../api/push-client.js';
import { systemRandom } from '../clock.js';
import { grouped } from '../grouped.js';
import type { HeldLease } from '../lease/held-lease.js';
import type { CursorKey, Reject } from '../ports/records.js';
import { type Destination, destinationAt } from '../resources/destination.js';
import type { Resource } from '../resources/resource.js';
import { noCounts } from '../sync/accounting.js';
import { Commits } from '../sync/commit/commits.js';
import { endsAllSteps, errorLine } from '../sync/errors.js';
import { InFlight } from '../sync/in-flight.js';
import { streamName } from '../sync/ledger/in-doubt/in-doubt.js';
import {
  type Ledger,
  noteSent,
  settleVersions,
  type Versions,
  versionOf,
} from '../sync/ledger/versions.js';
import { entriesOf } from '../sync/push/batches/identity.js';
import type { PushHooks } from '../sync/push/call.js';
import { makeGate } from '../sync/push/gate.js';
import { type LogRejects, makeRejectLogger } from '../sync/push/log-rejects.js';
import type { Lane } from '../sync/push/pace/lane.js';
import { addKeys, newPush, type Push } from '../sync/push/push.js';
import { RecordOrder } from '../sync/push/record-order.js';
import { RETRY } from '../sync/push/retry/retry.js';
import { makeSender, type Sender } from '../sync/push/sender.js';
import { DeadLetters, type KnownLetter } from '../sync/settle/dead-letters/dead-letters.js';
import { Failures } from '../sync/settle/failures.js';
import { noteKeys, recordLetters } from '../sync/settle/settle.js';
import { namesOfLetter, stepKeyOf } from './obstacles.js';
import type { ReplayInput, ReplayOutcome, Results } from './types.js';

/** State that the requests of one step share. */
export interface StepReplay extends Ledger {
  readonly input: ReplayInput;
  readonly lease: HeldLease;
  readonly namesOf: (item: unknown, resource: Resource) => string[];
  readonly order: RecordOrder;
  readonly send: Sender;
  readonly letters: DeadLetters;
  readonly commits: Commits;
  readonly failures: Failures;
  readonly tellRejects: LogRejects;
  readonly results: Results;
  /** Why the replay stopped sending; null while it sends. */
  failure: string | null;
  refusal: SpmError | null;
}

/** `refusal` is the error of an earlier step. With one, nothing is sent. */
export async function replayStep(
  input: ReplayInput,
  key: CursorKey,
  letters: readonly Reject[],
  lane: Lane,
  refusal: SpmError | null,
): Promise<Pick<StepReplay, 'results' | 'refusal'>> {
  const replay = openReplay(input, key, letters, lane, refusal);
  for (const [route, group] of grouped(letters, (letter) => letter.route ?? '')) {
    const to = destinationAt(route) as Destination;
    // One request at a time, so that the outcome of each letter is known even when a later request fails.
    const requests = chunks(group, to.resource.limit);
    const inFlight = shareRecords(group) ? 1 : input.concurrency;
    await mapWithConcurrency(requests, inFlight, (some) => replaySome(replay, to, some));
  }
  return replay;
}

function openReplay(
  input: ReplayInput,
  key: CursorKey,
  all: readonly Reject[],
  lane: Lane,
  refusal: SpmError | null,
): StepReplay {
  const { store, clock, client, lease, logger, signal } = input;
  const byPayload = new Map(all.map((letter) => [letter.payload, letter]));
  const keyOf = (item: unknown) => {
    const letter = byPayload.get(item);
    return letter ? stepKeyOf(letter) : null;
  };
  const stop = AbortSignal.any([signal, lease.signal]);
  setMaxListeners(0, signal, stop);
  const failures = new Failures();
  const order = new RecordOrder(new InFlight(key.entity, () => {}));
  const send = makeSender({
    client: makePushClient(client, () => clock.now()),
    order,
    scope: JSON.stringify([key.installationId, key.entity, key.sourceKey, clock.now()]),
    keyOf,
    tools: {
      ...{ lane, clock, signal: stop, random: input.random ?? systemRandom },
      retry: { ...RETRY, ...input.retry },
      admit: makeGate({ lease, shutdown: signal, failures }),
    },
  });
  // A letter that is rejected again keeps its row: no new letter is added.
  const none = { identities: [], total: 0 };
  const known = (item: unknown) => knownLetter(byPayload.get(item));
  return {
    ...{ input, store, clock, lease, key, order, send, failures, refusal },
    results: new Map(),
    namesOf: (item, resource) => {
      const letter = byPayload.get(item);
      return letter ? namesOfLetter(letter, resource) : [];
    },
    failure: refusal && errorLine(refusal),
    letters: new DeadLetters(key, none, Number.POSITIVE_INFINITY, known),
    commits: new Commits(
      { store, clock, lease, key, runId: null, keepsPositions: false },
      (error) => failures.note(error),
    ),
    tellRejects: makeRejectLogger(logger, key.entity),
  };
}

/** A letter keeps the keys that it got when it was first pushed. */
function knownLetter(letter: Reject | undefined): KnownLetter | undefined {
  if (!letter) return undefined;
  const { identity, key, stepKey } = letter;
  return { identity, key, ...(stepKey !== undefined && { stepKey }) };
}

async function replaySome(
  replay: StepReplay,
  to: Destination,
  letters: readonly Reject[],
): Promise<void> {
  const { lease, failures, failure } = replay;
  if (failure !== null) return settle(replay, letters, 'failed', `not sent: ${failure}`);
  const push = newPush(null, noCounts());
  try {
    const versions = await versionsIn(replay, letters);
    const entries = entriesOf(letters.map(({ payload }) => payload));
    const hooks = hooksOf(replay, push, versions, to.resource);
    const { rejects } = await replay.send(to, entries, hooks);
    const refused = new Map(rejects.map((one) => [letters[one.index], one.errors]));
    const good = acknowledgedOf(letters, refused);
    await noteOutcome(replay, versions, push);
    await endLetters(replay, good);
    settle(replay, good, 'replayed', null);
    for (const [letter, errors] of refused)
      if (letter) settle(replay, [letter], 'rejected', errors.join('; '));
  } catch (error) {
    lease.signal.throwIfAborted();
    failures.note(error);
    replay.failure = errorLine(error);
    if (endsAllSteps(error)) replay.refusal ??= error;
    settle(replay, letters, 'failed', replay.failure);
  }
}

/** The letters that the API acknowledged. */
export function acknowledgedOf(
  letters: readonly Reject[],
  refused: ReadonlyMap<Reject | undefined, unknown>,
): Reject[] {
  return letters.filter((letter) => !refused.has(letter));
}

function hooksOf(
  replay: StepReplay,
  push: Push,
  versions: Versions,
  resource: Resource,
): PushHooks {
  const { store, lease, key, order, namesOf, clock, tellRejects } = replay;
  return {
    admit: () => noteSending(replay, versions),
    settle: async (settlement) => {
      tellRejects(settlement.rejects, settlement.resource);
      await recordLetters(replay, settlement);
      noteKeys(push.keys, settlement);
    },
    inDoubt: async (items) => {
      addKeys(push.keys.inDoubt, items);
      const now = clock.now();
      const named = items.map(({ item }) => ({ item, names: namesOf(item, resource) }));
      const noted = order.inDoubt.note(named, streamName(key.entity, key.sourceKey), now);
      await store.fenced.putInDoubt(lease.current(), noted, now);
    },
  };
}

/** A version hash that no record has: a later run never skips a record because of a replay. */
const REPLAYED = 'replayed';

/** The versions of the records that the step knows by key. */
async function versionsIn(
  { store, clock, key }: StepReplay,
  letters: readonly Reject[],
): Promise<Versions> {
  const keys = letters.flatMap((letter) => stepKeyOf(letter) ?? []);
  const known = await store.records.find(key, keys);
  const now = clock.now();
  return new Map([...known].map(([name, record]) => [name, versionOf(record, REPLAYED, now)]));
}

/** Runs before each attempt, since the request may arrive late from then on. */
export async function noteSending(replay: StepReplay, versions: Versions): Promise<void> {
  await noteSent(replay, versions);
}

/** Records which letters the API acknowledged. A rejected record stays absent if it was absent before. */
async function noteOutcome(replay: StepReplay, versions: Versions, push: Push): Promise<void> {
  const { store, lease, clock, key } = replay;
  const how = { generation: null, keepsHash: false };
  const put = settleVersions(versions, push.keys, clock.now(), how);
  if (put.size > 0) await store.fenced.putRecords(lease.current(), key, { put });
}

async function endLetters(
  { store, lease, clock }: StepReplay,
  letters: readonly Reject[],
): Promise<void> {
  const ids = letters.map(({ id }) => id);
  if (ids.length > 0) await store.fenced.endRejects(lease.current(), ids, 'replayed', clock.now());
}

function settle(
  { results }: StepReplay,
  letters: readonly Reject[],
  outcome: ReplayOutcome,
  reason: string | null,
): void {
  for (const { id } of letters) results.set(id, { outcome, reason });
}

/** Whether two letters hold the same record. The second request then depends on the outcome of the first. */
function shareRecords(letters: readonly Reject[]): boolean {
  const keys = letters.flatMap((letter) => stepKeyOf(letter) ?? []);
  return new Set(keys).size < keys.length;
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < items.length; from += size) parts.push(items.slice(from, from + size));
  return parts;
}
