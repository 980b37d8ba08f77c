/** Settles an answered request: dead letters become durable before anything counts. Rules D1 and R6. */
import type { Tally } from '../accounting.js';
import type { Commits } from '../commit/commits.js';
import { type KeyedItem, recordOf } from '../push/batches/identity.js';
import type { Settlement } from '../push/call.js';
import { addKeys, type Push, type PushedKeys } from '../push/push.js';
import type { DeadLetters } from './dead-letters/dead-letters.js';
import type { Failures } from './failures.js';

export interface SettleParts {
  readonly letters: DeadLetters;
  readonly commits: Commits;
  readonly failures: Failures;
  readonly tally: Tally;
  /** Whether items handed to `sendBulk` count as read. A bulk step counts what its stream yields. */
  readonly readsAreHanded: boolean;
}

export async function settleRequest(
  parts: SettleParts,
  push: Push,
  settlement: Settlement,
): Promise<void> {
  const { acknowledged, rejects } = settlement;
  await recordLetters(parts, settlement);
  noteKeys(push.keys, settlement);
  const madeGood = parts.failures.settle(identities([...acknowledged, ...rejects]));
  sentAgain(parts, madeGood);
  parts.tally.add({ acknowledged: acknowledged.length, rejected: rejects.length }, push);
}

/** Writes the changed dead letters. Throws when there is no room for them. */
export async function recordLetters(
  { letters, commits }: Pick<SettleParts, 'letters' | 'commits'>,
  settlement: Settlement,
): Promise<void> {
  const change = letters.settle(settlement);
  if (change.rejects.length + change.superseded.length > 0) await commits.write(change);
}

export function noteKeys(keys: PushedKeys, { acknowledged, rejects }: Settlement): void {
  addKeys(keys.acknowledged, acknowledged);
  addKeys(keys.refused, rejects);
}

/** A call of `sendBulk` failed: these items are not settled. */
export function failItems(
  parts: SettleParts,
  push: Push,
  items: readonly KeyedItem[],
  error: unknown,
): void {
  const failed = identities(items);
  sentAgain(parts, parts.failures.add(failed, error));
  for (const one of failed) push.failed.add(one);
}

/** Items that are sent again after a failure count as read only once. */
function sentAgain({ readsAreHanded, tally }: SettleParts, count: number): void {
  if (count > 0 && readsAreHanded) tally.add({ read: -count });
}

/** The identity of an item: its record, otherwise the object itself. */
function identities(items: readonly KeyedItem[]): unknown[] {
  return items.map(({ names, given }) => recordOf(names) ?? given);
}
