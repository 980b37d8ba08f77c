/**
 * Sends items in requests of the resource's limit, side by side as far as the lane and the order of the records allow,
 * and settles each. What a request settles is told to the hooks before it counts, so that the engine can make it
 * durable.
 */
import { createHash } from 'node:crypto';
import type { BulkFunction, BulkResult, RejectedItem } from '../../../connector/types.js';
import type { Outgoing, PushClient } from '../../api/push-client.js';
import { keyFaults, type Resource, resourceOf } from '../../resources.js';
import type { BulkAnswer } from './answer.js';
import {
  type Batch,
  batchOf,
  cut,
  halve,
  identify,
  type KeyedItem,
  type KeyOf,
} from './batches.js';
import { jsonFaults, jsonText } from './json-text.js';
import type { RecordOrder } from './record-order.js';
import { type RequestTools, request } from './request.js';

export interface SettledReject extends KeyedItem, RejectedItem<unknown> {}

/** What one request settled. */
export interface Settlement {
  resource: Resource;
  acknowledged: KeyedItem[];
  rejects: SettledReject[];
}

export interface PushHooks {
  /** Called when items are handed over, before anything is sent; gives those to send. */
  select?(items: KeyedItem[], resource: Resource): KeyedItem[];
  /** Called after each request that settled something; it counts as settled once this resolves. */
  settle?(settlement: Settlement): void | Promise<void>;
  /** Called before each try; throws when it must not go out. */
  admit?(): void | Promise<void>;
  /** Called after a try that may have been applied, or may still be. */
  doubtful?(items: readonly KeyedItem[]): void;
  /** Called with what was not settled, when a push fails. */
  failed?(items: readonly KeyedItem[], resource: Resource, error: unknown): void;
}

export interface PusherParts {
  client: PushClient;
  tools: RequestTools;
  order: RecordOrder;
  /** What makes the idempotency keys of this work its own, such as installation, entity and window. */
  scope: string;
  /** Identity of a record where the step knows better than the resource. */
  keyOf?: KeyOf | undefined;
}

/** The status of a reject that was found before the API was asked. */
const NOT_ASKED = 0;

type Sender = <T>(
  fn: BulkFunction,
  items: readonly T[],
  hooks: PushHooks,
  options?: { chunkSize?: number },
) => Promise<BulkResult<T>>;

export function makePusher(parts: PusherParts): Sender {
  let sequence = 0;
  return async <T>(
    fn: BulkFunction,
    items: readonly T[],
    hooks: PushHooks,
    options?: { chunkSize?: number },
  ) => {
    const resource = resourceOf(fn);
    const size = Math.max(1, Math.min(options?.chunkSize ?? resource.limit, resource.limit));
    const keyed = identify(items, resource, parts.keyOf);
    const selected = hooks.select?.(keyed, resource) ?? keyed;
    const push = new Push(parts, fn, resource, hooks);
    const batches = cut(selected, size);
    await Promise.all(batches.map((batch) => push.inTurn(batch, String(sequence++))));
    return push.result(selected) as BulkResult<T>;
  };
}

/** One call of `sendBulk` on its way. */
class Push {
  private acknowledged = 0;
  private readonly rejects: SettledReject[] = [];
  private readonly settled = new Set<KeyedItem>();
  /** The first thing that went wrong: nothing more is sent. */
  private failure: { error: unknown } | undefined;

  constructor(
    private readonly parts: PusherParts,
    private readonly fn: BulkFunction,
    private readonly resource: Resource,
    private readonly hooks: PushHooks,
  ) {}

  /** Never rejects: `result` tells. */
  async inTurn(batch: Batch, sequence: string): Promise<void> {
    const turn = this.parts.order.enter(batch.names);
    try {
      await turn.ready;
      await this.outlast(batch);
      const sound = this.failure ? null : await this.without(batch, (one) => this.faultsOf(one));
      if (sound) await this.send(sound, sequence);
    } catch (error) {
      this.fail(error);
    } finally {
      turn.done();
    }
  }

  /** Throws what stopped the push. */
  result(items: readonly KeyedItem[]): BulkResult<unknown> {
    if (this.failure) {
      const left = items.filter((item) => !this.settled.has(item));
      this.hooks.failed?.(left, this.resource, this.failure.error);
      throw this.failure.error;
    }
    const rejectedItems = this.rejects
      .sort((a, b) => a.index - b.index)
      .map(({ index, item, errors, status }) => ({ index, item, errors, status }));
    return { sent: this.acknowledged, rejected: rejectedItems.length, rejectedItems };
  }

  private faultsOf({ item, key }: KeyedItem): string[] {
    const { resource } = this;
    return [...keyFaults(resource, item, key), ...(resource.check?.(item) ?? [])];
  }

  /** Settles the items that have faults, without a call. Null when nothing is left. */
  private async without(
    batch: Batch,
    faultsOf: (entry: KeyedItem) => string[],
  ): Promise<Batch | null> {
    const checked = batch.items.map((entry) => ({ entry, errors: faultsOf(entry) }));
    const faulty = checked.filter(({ errors }) => errors.length > 0);
    if (faulty.length === 0) return batch;
    await this.conclude(
      faulty.map(({ entry }) => entry),
      [],
      faulty.map(({ entry, errors }) => ({ ...entry, errors, status: NOT_ASKED })),
    );
    const sound = checked.filter(({ errors }) => errors.length === 0).map(({ entry }) => entry);
    return sound.length === 0 ? null : batchOf(sound);
  }

  private async send(batch: Batch, sequence: string): Promise<void> {
    const items = batch.items.map(({ item }) => item);
    const json = jsonText(items);
    if (json === null) return this.sendWritable(batch, sequence);
    const body = Buffer.from(json);
    let refused = false;
    const work = {
      items,
      body,
      idempotencyKey: this.keyOf(sequence, body),
      // One API call a request: the SDK's own chunking stays off, so that an answer belongs to one batch.
      send: (outgoing: Outgoing) =>
        this.fn(this.parts.client.clientFor(outgoing), items as never[]),
    };
    await request(work, this.tools(batch), async (answer) => {
      if (answer.kind === 'failed') throw this.fail(answer.error);
      refused = answer.kind === 'refused' && batch.items.length > 1;
      if (!refused) await this.settle(batch, answer);
    });
    if (refused) await this.sendHalves(batch, sequence);
  }

  private async sendWritable(batch: Batch, sequence: string): Promise<void> {
    const rest = await this.without(batch, ({ item }) => jsonFaults(item));
    if (rest === batch) throw new Error('The records cannot be written as JSON together');
    if (rest) await this.send(rest, sequence);
  }

  /** Waits until no older version of these records can arrive any more. */
  private async outlast({ items }: Batch): Promise<void> {
    const { order, tools } = this.parts;
    const wait = order.heldUntil(items) - tools.clock.now();
    if (wait <= 0) return;
    tools.outlasts?.(wait);
    await tools.clock.sleep(wait, tools.signal);
  }

  private tools({ items }: Batch): RequestTools {
    const { tools } = this.parts;
    const admit = async () => {
      if (this.failure) throw this.failure.error;
      await tools.admit?.();
      await this.hooks.admit?.();
    };
    return { ...tools, admit, ambiguous: () => this.hooks.doubtful?.(items) };
  }

  /** Notes it at once, so that no request of this push goes out any more. */
  private fail(error: unknown): unknown {
    this.failure ??= { error };
    return error;
  }

  private keyOf(sequence: string, body: Buffer): string {
    const { scope } = this.parts;
    return createHash('sha256').update(`${scope}\n${sequence}\n`).update(body).digest('hex');
  }

  /** A batch that was refused as a whole is cut down to the items that are the reason. */
  private async sendHalves(batch: Batch, sequence: string): Promise<void> {
    const [first, second] = halve(batch);
    await this.send(first, `${sequence}.0`);
    await this.send(second, `${sequence}.1`);
  }

  private async settle(
    { items }: Batch,
    answer: Exclude<BulkAnswer, { kind: 'failed' }>,
  ): Promise<void> {
    const refusals =
      answer.kind === 'settled' ? answer.rejects : [{ index: 0, errors: answer.errors }];
    const refused = new Map(refusals.map(({ index, errors }) => [index, errors]));
    const acknowledged = items.filter((_, position) => !refused.has(position));
    const rejects = items.flatMap((entry, position) => {
      const errors = refused.get(position);
      return errors === undefined ? [] : [{ ...entry, errors, status: answer.status }];
    });
    await this.conclude(items, acknowledged, rejects);
  }

  private async conclude(
    items: readonly KeyedItem[],
    acknowledged: KeyedItem[],
    rejects: SettledReject[],
  ): Promise<void> {
    await this.hooks.settle?.({ resource: this.resource, acknowledged, rejects });
    this.acknowledged += acknowledged.length;
    this.rejects.push(...rejects);
    for (const item of items) this.settled.add(item);
  }
}
