/** Catches the requests of one call of `sendBulk`, and sends their items through the engine. */

import type { Catch } from '../../../api/catching.js';
import type { RequestConfig } from '../../../api/override.js';
import {
  type BulkRequest,
  bulkRequestOf,
  type Destination,
} from '../../../resources/destination.js';
import { type Entry, entriesOf } from '../batches/identity.js';
import type { Sent } from '../sender.js';

export class Caught {
  /** The outcomes of the requests, in order. */
  readonly sent: Sent[] = [];
  private readonly answers: Promise<unknown>[] = [];
  private failure: { error: unknown } | undefined;
  private count = 0;
  private over = false;

  constructor(
    /** The items given to the call; null when only its requests have them. */
    private readonly given: readonly unknown[] | null,
    private readonly send: (to: Destination, entries: Entry[]) => Promise<Sent>,
  ) {}

  readonly heard: Catch = (config) => {
    const request = this.over ? null : bulkRequestOf(config);
    if (request === null) return undefined;
    const answer = this.answer(config, request);
    this.answers.push(answer.catch(() => {}));
    return answer;
  };

  /**
   * Resolves to the result of `call` once its requests are answered. Throws the first error of a request or of the
   * call.
   */
  async during(call: () => Promise<unknown>): Promise<unknown> {
    let returned: unknown;
    try {
      returned = await call();
    } catch (error) {
      this.failure ??= { error };
    }
    this.over = true;
    await Promise.all(this.answers);
    if (this.failure) throw this.failure.error;
    return returned;
  }

  private async answer(config: RequestConfig, { destination, items }: BulkRequest) {
    const { given } = this;
    const entries = given ? matched(items, given, this.count) : entriesOf(items, this.count);
    this.count += items.length;
    const place = this.sent.length;
    const nothing: Sent = { sent: 0, rejects: [] };
    this.sent.push(nothing);
    try {
      const sent = items.length === 0 ? nothing : await this.send(destination, entries);
      this.sent[place] = sent;
      return answerTo(config, sent, entries);
    } catch (error) {
      this.failure ??= { error };
      throw error;
    }
  }
}

/** Finds the given item of each sent item: the same object, or by position when the function made new objects. */
export function matched(
  items: readonly unknown[],
  given: readonly unknown[],
  from: number,
): Entry[] {
  if (items.length === given.length)
    return items.map((item, index) => ({ item, given: given[index], index }));
  let next = from;
  return items.map((item) => {
    const place = given.indexOf(item, next);
    const index = place === -1 ? next : place;
    next = index + 1;
    return { item, given: item, index };
  });
}

/** The answer that the API would give. */
function answerTo(config: RequestConfig, { sent, rejects }: Sent, entries: readonly Entry[]) {
  const places = new Map(entries.map(({ index }, place) => [index, place]));
  const rejected_items = rejects.map(({ index, errors }) => ({ index: places.get(index), errors }));
  const counts = { sent_count: sent, rejected_count: rejects.length, failed_count: 0 };
  return {
    ...{ status: 200, statusText: 'OK', headers: {}, config },
    data: { statusCode: 200, ...counts, rejected_items },
  };
}
