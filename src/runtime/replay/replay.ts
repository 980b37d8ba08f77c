/** Pushes dead letters again, by the same way as a sync does, under the lease of their installation. Rule D4. */
import { setMaxListeners } from 'node:events';
import type { SpmHttpClient } from '@shopimind/sdk-js';
import { mapWithConcurrency } from '../../connector/concurrency.js';
import type { BulkFunction, Logger } from '../../connector/types.js';
import type { SpmError } from '../../errors.js';
import { makePushClient } from '../api/push-client.js';
import { systemRandom } from '../clock.js';
import { grouped } from '../grouped.js';
import type { HeldLease } from '../lease/lease.js';
import type { Clock, Random } from '../ports/engine.js';
import type { CursorKey, Fingerprint, Reject } from '../ports/records.js';
import type { Store } from '../ports/store.js';
import { bulkFunction, resourceOf } from '../resources.js';
import { noCounts } from '../sync/accounting.js';
import { endsAllSteps, errorLine } from '../sync/errors.js';
import { Lane } from '../sync/push/pace/lane.js';
import { PushTicket } from '../sync/push/push-ticket.js';
import { RETRY, type RetryOptions } from '../sync/push/request.js';
import type { KnownLetter } from '../sync/settle/dead-letters.js';
import { StepSession } from '../sync/step/session.js';
import { byStep, findObstacles, type ReplayChoice, stepKeyOf } from './obstacles.js';

export type ReplayOutcome =
  /** The API acknowledged it. */
  | 'replayed'
  /** The API refused it again: it stays open, with one more attempt. */
  | 'rejected'
  /** In a dry run. */
  | 'would_replay'
  | 'skipped'
  /** The push failed, or was not tried after another had: it stays open. */
  | 'failed';

export interface ReplayedLetter {
  id: number;
  installation_id: string;
  entity: string;
  source_key: string;
  key: string | null;
  outcome: ReplayOutcome;
  /** Why, for all but those that went well. */
  reason: string | null;
}

export interface ReplayInput extends ReplayChoice {
  store: Store;
  clock: Clock;
  random?: Random;
  /** Its own retries are off. */
  client: SpmHttpClient;
  lease: HeldLease;
  /** All of one installation. */
  letters: readonly Reject[];
  logger: Logger;
  signal: AbortSignal;
  /** Requests in flight. */
  concurrency: number;
  retry?: Partial<RetryOptions>;
  /** Told why the API took nothing more, as `endsAllSteps` has it; what was not pushed by then is among the letters. */
  refused?(error: SpmError): void;
}

/** Whether several are of one record: a request must find what the one before it noted of that. */
function shareRecords(letters: readonly Reject[]): boolean {
  const keys = letters.flatMap((letter) => stepKeyOf(letter) ?? []);
  return new Set(keys).size < keys.length;
}

type Records = ReadonlyMap<string, Fingerprint>;

/** In the order of the letters. Throws SPM_LEASE_LOST, and SPM_STORE_* when what was done cannot be recorded. */
export async function replayLetters(input: ReplayInput): Promise<ReplayedLetter[]> {
  const { store, letters, clock } = input;
  const obstacles = await findObstacles(store, letters, clock.now(), input);
  const results: Results = new Map();
  for (const [id, reason] of obstacles) results.set(id, { outcome: 'skipped', reason });
  const sound = await Promise.all(
    letters
      .filter(({ id }) => !obstacles.has(id))
      .map(async (letter) => ({ ...letter, payload: await store.rejects.asSent(letter) })),
  );
  const lane = new Lane(clock, { concurrency: input.concurrency, signal: input.signal });
  let refusal: SpmError | null = null;
  for (const [key, group] of byStep(sound)) {
    const replay = new StepReplay(input, key, lane, refusal);
    for (const [id, result] of await replay.run(group)) results.set(id, result);
    refusal = replay.refusal;
  }
  if (refusal !== null) input.refused?.(refusal);
  return letters.map((letter) => ({
    ...replayedLetter(letter),
    ...(results.get(letter.id) as Pick<ReplayedLetter, 'outcome' | 'reason'>),
  }));
}

export function replayedLetter({ id, installationId, entity, sourceKey, key }: Reject) {
  return { id, installation_id: installationId, entity, source_key: sourceKey, key };
}

type Results = Map<number, Pick<ReplayedLetter, 'outcome' | 'reason'>>;

/** The letters of one step and source. */
class StepReplay {
  private readonly session: StepSession;
  /** By their payloads. */
  private readonly letters = new Map<unknown, Reject>();
  private readonly results: Results = new Map();
  private failure: string | null;
  private requests = 0;

  /** `refusal` is that of an earlier step: then nothing is tried. */
  constructor(
    private readonly input: ReplayInput,
    private readonly key: CursorKey,
    lane: Lane,
    public refusal: SpmError | null,
  ) {
    this.failure = refusal && errorLine(refusal);
    const { store, clock, client, lease, logger, signal } = input;
    const stop = AbortSignal.any([signal, lease.signal]);
    setMaxListeners(0, signal, stop);
    this.session = new StepSession({
      client: makePushClient(client, () => clock.now()),
      store,
      clock,
      random: input.random ?? systemRandom,
      lane,
      retry: { ...RETRY, ...input.retry },
      lease,
      logger,
      key,
      window: { since: null, until: clock.now() },
      runId: null,
      shutdown: signal,
      stop,
      before: noCounts(),
      keepsPositions: false,
      // A letter that is refused again stays the one that it is: none is added.
      openRejects: { identities: [], total: 0 },
      rejectQuota: Number.POSITIVE_INFINITY,
      keyOf: (item) => {
        const letter = this.letters.get(item);
        return letter ? stepKeyOf(letter) : null;
      },
      letterOf: (item) => this.knownLetter(item),
      readsAreHanded: true,
    });
  }

  async run(letters: readonly Reject[]): Promise<Results> {
    for (const letter of letters) this.letters.set(letter.payload, letter);
    for (const [route, group] of grouped(letters, ({ route }) => route ?? '')) {
      const fn = bulkFunction(route) as BulkFunction;
      // A request at a time, so that what became of each letter is known even when another fails.
      const requests = chunks(group, resourceOf(fn).limit);
      const inFlight = shareRecords(group) ? 1 : this.input.concurrency;
      await mapWithConcurrency(requests, inFlight, (some) => this.push(fn, some));
    }
    await this.session.tasks.drain();
    return this.results;
  }

  private async push(fn: BulkFunction, letters: readonly Reject[]): Promise<void> {
    if (this.failure !== null) return this.settle(letters, 'failed', `not tried: ${this.failure}`);
    const ticket = new PushTicket(this.requests++, noCounts());
    try {
      const records = await this.recordsOf(letters);
      ticket.beforeRequest = () => this.noteSending(records);
      const payloads = letters.map(({ payload }) => payload);
      const { rejectedItems } = await this.session.sendBulkOf(ticket)(fn, payloads);
      const refused = new Map(rejectedItems.map((one) => [letters[one.index], one.errors]));
      const good = letters.filter((letter) => !refused.has(letter));
      await this.noteOutcome(records, ticket);
      await this.end(good);
      this.settle(good, 'replayed', null);
      for (const [letter, errors] of refused)
        if (letter) this.settle([letter], 'rejected', errors.join('; '));
    } catch (error) {
      this.input.lease.signal.throwIfAborted();
      this.failure = errorLine(error);
      if (endsAllSteps(error)) this.refusal ??= error;
      this.settle(letters, 'failed', this.failure);
    }
  }

  /** Its keys stay what they are: they were told by what it was first pushed with. */
  private knownLetter(item: unknown): KnownLetter | undefined {
    const letter = this.letters.get(item);
    if (!letter) return undefined;
    const { identity, key, stepKey } = letter;
    return { identity, key, ...(stepKey !== undefined && { stepKey }) };
  }

  private recordsOf(letters: readonly Reject[]): Promise<Records> {
    const keys = letters.flatMap((letter) => stepKeyOf(letter) ?? []);
    return this.input.store.fingerprints.find(this.key, keys);
  }

  /** Rule F2, for records that are known one by one, before each try: it may arrive late from then on. */
  private async noteSending(records: Records): Promise<void> {
    const { store, lease, clock } = this.input;
    const sent = [...records.keys()].map((key) => ({ key, hash: 'replayed' }));
    if (sent.length > 0) await store.fenced.markSent(lease.current(), this.key, sent, clock.now());
  }

  /** The API has those that it took; of one that it refused again it still has nothing, if it had nothing before. */
  private async noteOutcome(
    records: Records,
    { acknowledged, refused, doubtful }: PushTicket,
  ): Promise<void> {
    const { store, lease, clock } = this.input;
    const settled = [...records]
      .map(([key, { absent }]) => ({
        ...{ key, hash: null, doubtful: doubtful.has(key) },
        absent: absent && !acknowledged.has(key) && !doubtful.has(key),
      }))
      .filter(({ key }) => acknowledged.has(key) || refused.has(key));
    if (settled.length === 0) return;
    await store.fenced.commitStep(lease.current(), {
      ...{ key: this.key, runId: null, now: clock.now() },
      fingerprints: { settled, seen: [], generation: null },
    });
  }

  private async end(letters: readonly Reject[]): Promise<void> {
    const { store, lease, clock } = this.input;
    const ids = letters.map(({ id }) => id);
    if (ids.length > 0)
      await store.fenced.endRejects(lease.current(), ids, 'replayed', clock.now());
  }

  private settle(letters: readonly Reject[], outcome: ReplayOutcome, reason: string | null): void {
    for (const { id } of letters) this.results.set(id, { outcome, reason });
  }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < items.length; from += size) parts.push(items.slice(from, from + size));
  return parts;
}
