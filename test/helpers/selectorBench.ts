/** A selector on a store in memory, and a push of the records that it selects. */
import type { RecordChanges } from '../../src/runtime/ports/records.ts';
import type { Store } from '../../src/runtime/ports/store.ts';
import { InFlight } from '../../src/runtime/sync/in-flight.ts';
import type { PushedKeys } from '../../src/runtime/sync/push/push.ts';
import { Selector, type SelectorParts } from '../../src/runtime/sync/select/select.ts';
import { openMemoryStore } from './memoryStore.ts';
import { DAY, ID, ManualClock } from './syncBench.ts';

export interface Rec {
  id?: string;
  n: number;
}

export const KEY = { installationId: ID, entity: 'rows', sourceKey: '' };
export const rec = (id: string, n = 1): Rec => ({ id, n });
export const sent = ({ send }: { send: object[] }) =>
  (send as Rec[]).map(({ id, n }) => `${id}${n}`);

export function answeredKeys(keys: Partial<PushedKeys>): PushedKeys {
  const none = () => new Set<string>();
  const all = { acknowledged: none(), refused: none(), inDoubt: none(), overtaken: none() };
  return { ...all, ...keys };
}

export async function selectorBench(more: Partial<SelectorParts> = {}) {
  const clock = new ManualClock();
  const store: Store = openMemoryStore();
  const owner = { host: 'here', pid: 1, id: 'me' };
  const taken = await store.leases.acquire(ID, owner, 365 * DAY, clock.now());
  if (!taken.acquired) throw new Error('The lease is held.');
  const { lease } = taken;
  const parts: SelectorParts = {
    ...{ store, clock, lease: { current: () => lease }, key: KEY },
    inFlight: new InFlight(KEY.entity, () => {}),
    keyOf: (record) => (record as Rec).id ?? null,
    ...{ scope: 'shop', skip: true, generation: null },
    onOvertaken: async () => {},
    assertGoing: () => {},
    ...more,
  };
  const selector = new Selector(parts);
  const commit = (records: RecordChanges) =>
    store.fenced.commitStep(lease, { key: KEY, runId: 1, now: clock.now(), records });
  /** The records that are about to be sent. */
  const select = async (records: Rec[], by = selector) => {
    const selection = await by.select(records);
    await by.note(selection);
    return selection;
  };
  /** One push: everything is acknowledged, unless the options say otherwise. */
  const push = async (records: Rec[], ended: Partial<PushedKeys> = {}, by = selector) => {
    const selection = await select(records, by);
    const acknowledged = new Set(selection.send.flatMap(({ id }) => id ?? []));
    await commit(by.settled(selection, answeredKeys({ acknowledged, ...ended })));
    selection.release();
    return selection;
  };
  const record = async (id: string) => (await store.records.find(KEY, [id])).get(id);
  return { clock, store, lease, parts, selector, select, push, commit, record };
}
