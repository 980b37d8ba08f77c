/**
 * Sends items in requests of the resource's limit and settles each. What a request settles is told to the
 * hooks before the next one goes out, so that the engine can make it durable.
 */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { BulkFunction, BulkResult, RejectedItem, SendBulk } from '../../connector/types.js';
import { keyOf, type Resource, resourceOf } from '../resources.js';
import { type BulkAnswer, readBulkAnswer } from './answer.js';

export interface SettledReject extends RejectedItem<unknown> {
  /** Identity of the record, where it is known. */
  key: string | null;
}

/** What one request settled. */
export interface Settlement {
  resource: Resource;
  acknowledged: unknown[];
  rejects: SettledReject[];
}

export interface PushHooks {
  /** Called before each request; throws when it must not go out. */
  admit?(): void | Promise<void>;
  /** Called after each request that settled something; the next one waits for it. */
  settle?(settlement: Settlement): void | Promise<void>;
  /** Called with what was not settled, when a push fails. */
  failed?(items: readonly unknown[], resource: Resource, error: unknown): void;
  /** Identity of a record where the step knows better than the resource. */
  keyOf?(item: unknown): string | null;
}

type Send = (items: readonly unknown[]) => Promise<unknown>;

/** Pushes of one pusher go one after another, in the order of the calls: the last version read wins. */
export function makePusher(client: SpmHttpClient, hooks: PushHooks = {}): SendBulk {
  const turn = makeTurns();
  return async <T>(fn: BulkFunction, items: readonly T[], options?: { chunkSize?: number }) => {
    const resource = resourceOf(fn);
    const size = Math.max(1, Math.min(options?.chunkSize ?? resource.limit, resource.limit));
    // One API call a request: the SDK's own chunking stays off, so that an answer belongs to one batch.
    const send: Send = (batch) => fn(client, batch as never[]);
    return turn(
      () => pushAll(items, size, new Push(resource, send, hooks)) as Promise<BulkResult<T>>,
    );
  };
}

async function pushAll(
  items: readonly unknown[],
  size: number,
  push: Push,
): Promise<BulkResult<unknown>> {
  try {
    for (let start = 0; start < items.length; start += size) {
      await push.batch(items.slice(start, start + size), start);
    }
  } catch (error) {
    push.hooks.failed?.(items.slice(push.settledCount), push.resource, error);
    throw error;
  }
  const rejectedItems = push.rejects.map(({ key: _, ...reject }) => reject);
  return { sent: push.acknowledgedCount, rejected: rejectedItems.length, rejectedItems };
}

/** One call of `sendBulk` on its way. Items are settled in order, so what is settled is always a prefix. */
class Push {
  acknowledgedCount = 0;
  readonly rejects: SettledReject[] = [];

  constructor(
    readonly resource: Resource,
    private readonly send: Send,
    readonly hooks: PushHooks,
  ) {}

  get settledCount(): number {
    return this.acknowledgedCount + this.rejects.length;
  }

  /** `offset` is the position of the batch in the array given to `sendBulk`. */
  async batch(items: readonly unknown[], offset: number): Promise<void> {
    await this.hooks.admit?.();
    const answer = readBulkAnswer(await this.send(items), items.length);
    if (answer.kind === 'failed') throw answer.error;
    if (answer.kind === 'refused' && items.length > 1) return this.halves(items, offset);
    await this.settle(items, offset, answer);
  }

  /** A batch that was refused as a whole is cut down to the items that are the reason. */
  private async halves(items: readonly unknown[], offset: number): Promise<void> {
    const middle = Math.ceil(items.length / 2);
    await this.batch(items.slice(0, middle), offset);
    await this.batch(items.slice(middle), offset + middle);
  }

  private async settle(
    items: readonly unknown[],
    offset: number,
    answer: Exclude<BulkAnswer, { kind: 'failed' }>,
  ): Promise<void> {
    const refusals =
      answer.kind === 'settled' ? answer.rejects : [{ index: 0, errors: answer.errors }];
    const refused = new Set(refusals.map(({ index }) => index));
    const rejects = refusals.map(({ index, errors }) => {
      const item = items[index];
      const key = this.hooks.keyOf?.(item) ?? keyOf(this.resource, item);
      return { index: offset + index, item, errors, status: answer.status, key };
    });
    const acknowledged = items.filter((_, index) => !refused.has(index));
    await this.hooks.settle?.({ resource: this.resource, acknowledged, rejects });
    this.acknowledgedCount += acknowledged.length;
    this.rejects.push(...rejects);
  }
}

/** Runs tasks one at a time, in the order of the calls; a failed one does not stop the next. */
function makeTurns(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const mine = last.then(task);
    last = mine.catch(() => {});
    return mine;
  };
}
