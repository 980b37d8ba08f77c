/**
 * One call of `sendBulk`. The given function makes its requests through a client that catches them. The engine sends
 * their items to the same destination in its own way, and the function gets the answer.
 */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type {
  BulkFunction,
  BulkOptions,
  BulkResult,
  PushCall,
  SendBulk,
} from '../../../../connector/types.js';
import { catchingClient, whileCatching } from '../../../api/catching.js';
import { type Destination, destinationOf } from '../../../resources/destination.js';
import { type Entry, entriesOf } from '../batches/identity.js';
import { readAnswerByCounts } from '../retry/answer.js';
import type { Sent } from '../sender.js';
import { Caught } from './caught.js';
import { destinationOfOtherClient, resultOf } from './outcome.js';

export interface PushParts {
  /** The client for requests that push nothing. */
  client: SpmHttpClient;
  /** Sends the items of one destination. Throws the error that stopped it. */
  send(destination: Destination, entries: Entry[], options?: BulkOptions): Promise<Sent>;
}

/** Makes `sendBulk`, which accepts all forms of calls. */
export function sendBulkWith(parts: PushParts): SendBulk {
  const push = (fn: BulkFunction | PushCall, items?: unknown, options?: BulkOptions) => {
    if (isList(items)) return pushItems(parts, fn as BulkFunction, [...items], options);
    return pushThunk(parts, fn as PushCall, items as BulkOptions | undefined);
  };
  return push as SendBulk;
}

function isList(items: unknown): items is Iterable<unknown> {
  return typeof items === 'object' && items !== null && Symbol.iterator in items;
}

/** `items` is a copy, since the connector may reuse its array at once. */
async function pushItems(
  { client, send }: PushParts,
  fn: BulkFunction,
  items: readonly unknown[],
  options?: BulkOptions,
): Promise<BulkResult<unknown>> {
  if (items.length === 0) return resultOf([]);
  const entries = entriesOf(items);
  const known = destinationOf(fn);
  if (known) return resultOf([await send(known, entries, options)]);
  const call = async (its: SpmHttpClient, some: readonly unknown[]) => fn(its, some as never[]);
  const caught = new Caught(items, (to, some) => send(to, some, options));
  const returned = await caught.during(() => call(catchingClient(client, caught.heard), items));
  if (caught.sent.length > 0) return resultOf(caught.sent);
  let asked = false;
  const ask = (some: readonly unknown[]) => {
    if (asked) return call(client, some);
    asked = true;
    return returned;
  };
  return resultOf([await send(destinationOfOtherClient(ask), entries, options)]);
}

/** A call without an `items` argument has the items in its request. */
async function pushThunk(
  { send }: PushParts,
  thunk: PushCall,
  options?: BulkOptions,
): Promise<BulkResult<unknown>> {
  const caught = new Caught(null, (to, some) => send(to, some, options));
  const returned = await caught.during(async () => whileCatching(caught.heard, thunk));
  if (caught.sent.length > 0 || returned === undefined) return resultOf(caught.sent);
  return settleTold(send, thunk, returned);
}

/** For a call that was not caught, for example with another client, only its answer is known. */
async function settleTold(
  send: PushParts['send'],
  thunk: PushCall,
  returned: unknown,
): Promise<BulkResult<unknown>> {
  const told = readAnswerByCounts(returned);
  if (told === null) return resultOf([]);
  const { count, answer } = told;
  const items = Array.from({ length: Math.max(count, 1) }, (_, index) =>
    answer.kind === 'settled' ? { index } : thunk,
  );
  const ask = () => {
    if (answer.kind === 'settled') return returned;
    throw answer.kind === 'failed' ? answer.error : new Error(answer.errors.join('; '));
  };
  return resultOf([await send(destinationOfOtherClient(ask), entriesOf(items))]);
}
