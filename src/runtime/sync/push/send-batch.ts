/** Sends one batch: without invalid items, and in halves when the API rejects it as a whole. Rule P2. */
import { createHash } from 'node:crypto';
import { causeText } from '../../../errors.js';
import type { Outgoing } from '../../api/push-client.js';
import { jsonFaults, jsonText } from '../../json-text.js';
import { keyFaults } from '../../resources/resource.js';
import { type Batch, batchOf, halve } from './batches/cut.js';
import type { KeyedItem } from './batches/identity.js';
import type { Call, SettledReject } from './call.js';
import { type BulkAnswer, readBulkAnswer } from './retry/answer.js';
import { type RequestTools, request } from './retry/request.js';

/** The status of a reject that was found without a request. */
const NOT_ASKED = 0;

/**
 * Settles all items of the batch, or throws the error that prevented it. `sequence` identifies the batch in its step.
 */
export async function sendBatch(call: Call, batch: Batch, sequence: string): Promise<void> {
  const { resource } = call;
  const sound = await withoutFaulty(call, batch, ({ item, key }) => [
    ...keyFaults(resource, item, key),
    ...(resource.check?.(item) ?? []),
  ]);
  if (sound) await send(call, sound, sequence);
}

/** Settles the invalid items without a request. Returns null when no item is left. */
async function withoutFaulty(
  call: Call,
  batch: Batch,
  faultsOf: (entry: KeyedItem) => string[],
): Promise<Batch | null> {
  const checked = batch.items.map((entry) => ({ entry, errors: faultsIn(entry, faultsOf) }));
  const faulty = checked.filter(({ errors }) => errors.length > 0);
  if (faulty.length === 0) return batch;
  const rejects = faulty.map(({ entry, errors }) => ({ ...entry, errors, status: NOT_ASKED }));
  await conclude(call, [], rejects);
  const sound = checked.filter(({ errors }) => errors.length === 0).map(({ entry }) => entry);
  return sound.length === 0 ? null : batchOf(sound);
}

/** An item that cannot be read is invalid, too. */
function faultsIn(entry: KeyedItem, faultsOf: (entry: KeyedItem) => string[]): string[] {
  try {
    return faultsOf(entry);
  } catch (error) {
    const faults = jsonFaults(entry.item);
    return faults.length > 0 ? faults : [`the record cannot be read: ${causeText(error)}`];
  }
}

async function send(call: Call, batch: Batch, sequence: string): Promise<void> {
  const { destination, parts } = call;
  const items = batch.items.map(({ item }) => item);
  const data = destination.wrap?.(items) ?? items;
  const json = jsonText(data);
  if (json === null) return sendWritable(call, batch, sequence);
  const body = Buffer.from(json);
  const key = idempotencyKey(parts.scope, sequence, body);
  let refused = false;
  const work = {
    bytes: body.length,
    send: async () => {
      const { request, ask } = destination;
      const outgoing: Outgoing = { request, data, body, idempotencyKey: key, retryAfterMs: null };
      const returned = await (ask ? ask(items) : parts.client.send(outgoing));
      const answer = readBulkAnswer(returned, items.length);
      return { answer, retryAfterMs: outgoing.retryAfterMs };
    },
  };
  await request(work, toolsFor(call, batch), async (answer) => {
    if (answer.kind === 'failed') throw fail(call, answer.error);
    refused = answer.kind === 'refused' && batch.items.length > 1;
    if (!refused) await settle(call, batch, answer);
  });
  if (refused) await sendHalves(call, batch, sequence);
}

async function sendWritable(call: Call, batch: Batch, sequence: string): Promise<void> {
  const rest = await withoutFaulty(call, batch, ({ item }) => jsonFaults(item));
  if (rest === batch) throw new Error('The records cannot be written as one JSON document');
  if (rest) await send(call, rest, sequence);
}

/** Halves a rejected batch until the bad items are found. */
async function sendHalves(call: Call, batch: Batch, sequence: string): Promise<void> {
  const [first, second] = halve(batch);
  await send(call, first, `${sequence}.0`);
  await send(call, second, `${sequence}.1`);
}

function toolsFor(call: Call, { items }: Batch): RequestTools {
  const { tools } = call.parts;
  const admit = async () => {
    if (call.failure) throw call.failure.error;
    await tools.admit?.();
    await call.hooks.admit?.();
  };
  return { ...tools, admit, ambiguous: () => call.hooks.inDoubt?.(items) };
}

/** Stores the error at once, so that the call sends no further request. */
function fail(call: Call, error: unknown): unknown {
  call.failure ??= { error };
  return error;
}

/** Rule P3. */
function idempotencyKey(scope: string, sequence: string, body: Buffer): string {
  return createHash('sha256').update(`${scope}\n${sequence}\n`).update(body).digest('hex');
}

async function settle(
  call: Call,
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
  await conclude(call, acknowledged, rejects);
}

/** Items count as settled once the hook has made that durable. */
async function conclude(
  call: Call,
  acknowledged: KeyedItem[],
  rejects: SettledReject[],
): Promise<void> {
  await call.hooks.settle?.({ resource: call.resource, acknowledged, rejects });
  call.acknowledged += acknowledged.length;
  call.rejects.push(...rejects);
  for (const { index } of [...acknowledged, ...rejects]) call.settled.add(index);
}
