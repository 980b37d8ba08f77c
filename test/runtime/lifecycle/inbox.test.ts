import { describe, expect, it } from 'vitest';
import { SpmError } from '../../../src/errors.ts';
import { type Handled, Inbox, type InboxParts } from '../../../src/runtime/lifecycle/inbox.ts';
import type { NewWebhook, WaitingWebhook } from '../../../src/runtime/ports/lifecycle.ts';
import { MemoryData, openMemoryStore } from '../../helpers/memoryStore.ts';
import { ManualClock, memoryLogger, settled } from '../../helpers/syncBench.ts';

const STAYS = new AbortController().signal;
const SUCCESS = { success: true };
const done: Handled = { outcome: { success: true } };

const webhook = (signature: string, more: Partial<NewWebhook> = {}): NewWebhook => ({
  ...{ installationId: 'i1', event: 'activate', signature, body: `{"n":"${signature}"}` },
  payload: {},
  ...more,
});

const nameOf = ({ body }: WaitingWebhook): string => JSON.parse(body).n;

/** Resolves when it is told to. */
function gate<T>() {
  let open = (_: T) => {};
  const promise = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

function rig(more: Partial<InboxParts> = {}, data = new MemoryData()) {
  const clock = new ManualClock();
  const store = openMemoryStore(data);
  const handled: string[] = [];
  const inbox = new Inbox({
    ...{ store, clock, logger: memoryLogger() },
    supersedes: ({ event }) => event === 'deactivate',
    confirm: async () => true,
    ...more,
    handle: async (one, superseded) => {
      handled.push(nameOf(one));
      return more.handle ? more.handle(one, superseded) : done;
    },
  });
  const ask = async (...all: NewWebhook[]) => {
    const receipts = await Promise.all(all.map((one) => inbox.receive(one)));
    return Promise.all(receipts.map((receipt) => receipt.answer(STAYS)));
  };
  return { clock, store, handled, inbox, ask, data };
}

describe('the inbox', () => {
  it('has a webhook in the store before it says so, and handles it', async () => {
    const { inbox, store, handled } = rig();
    const receipt = await inbox.receive(webhook('a'));
    expect(await store.webhooks.recent(1)).toMatchObject([{ id: receipt.id }]);
    expect(await receipt.answer(STAYS)).toEqual(SUCCESS);
    expect(handled).toEqual(['a']);
    expect(await store.webhooks.waiting()).toEqual([]);
  });

  it('accepts what arrives together in one act', async () => {
    const { ask, store } = rig();
    let acts = 0;
    const { accept } = store.webhooks;
    Object.assign(store.webhooks, {
      accept: (...args: Parameters<typeof accept>) => {
        acts++;
        return accept(...args);
      },
    });
    await ask(webhook('a'), webhook('b', { installationId: 'i2' }), webhook('c'));
    expect(acts).toBe(1);
  });

  it('handles the webhooks of one installation in their order, and those of others beside', async () => {
    const first = gate<Handled>();
    const { inbox, handled } = rig({
      handle: (one) => (nameOf(one) === 'a' ? first.promise : Promise.resolve(done)),
    });
    const receipts = await Promise.all(
      [webhook('a'), webhook('b'), webhook('c', { installationId: 'i2' })].map((one) =>
        inbox.receive(one),
      ),
    );
    expect(await receipts[2]?.answer(STAYS)).toEqual(SUCCESS);
    expect(handled).toEqual(['a', 'c']);
    first.open(done);
    expect(await receipts[1]?.answer(STAYS)).toEqual(SUCCESS);
    expect(handled).toEqual(['a', 'c', 'b']);
  });

  it('lets a repeated webhook join the work on the first', async () => {
    const work = gate<Handled>();
    const { inbox, handled } = rig({ handle: () => work.promise });
    const [one, two] = [await inbox.receive(webhook('a')), await inbox.receive(webhook('a'))];
    work.open({ outcome: { success: false, error: 'connection_failed' } });
    expect(await one.answer(STAYS)).toEqual({ success: false, error: 'connection_failed' });
    expect(await two.answer(STAYS)).toEqual({ success: false, error: 'connection_failed' });
    expect(handled).toEqual(['a']);
  });

  it('answers a webhook that succeeded as before, and handles one that failed again', async () => {
    const outcomes: Handled[] = [{ outcome: { success: false, error: 'no' } }, done];
    const { ask, handled } = rig({ handle: async () => outcomes.shift() ?? done });
    expect(await ask(webhook('a'))).toEqual([{ success: false, error: 'no' }]);
    expect(await ask(webhook('a'))).toEqual([SUCCESS]);
    expect(await ask(webhook('a'))).toEqual([SUCCESS]);
    expect(handled).toEqual(['a', 'a']);
  });

  it('confirms ready work only while somebody waits for the answer', async () => {
    let confirmed = 0;
    const work = gate<Handled>();
    const { inbox, ask } = rig({
      handle: () => work.promise,
      confirm: async () => {
        confirmed++;
        return true;
      },
    });
    const gone = new AbortController();
    const receipt = await inbox.receive(webhook('a'));
    const answer = receipt.answer(gone.signal);
    gone.abort();
    expect(await answer).toBeNull();
    work.open('ready');
    await settled();
    expect(confirmed).toBe(0);
    // The platform asks again, with the same signature or with another.
    expect(await ask(webhook('a'))).toEqual([SUCCESS]);
    expect(await ask(webhook('b'))).toEqual([SUCCESS]);
    expect(confirmed).toBe(2);
  });

  it('tells that a later webhook came between', async () => {
    const { ask } = rig({ handle: async () => 'ready', confirm: async () => false });
    expect(await ask(webhook('a'))).toEqual([{ success: false, error: 'superseded' }]);
  });

  it('stops work that a later webhook ends', async () => {
    const { inbox } = rig({
      handle: (one, superseded) =>
        nameOf(one) === 'b'
          ? Promise.resolve(done)
          : new Promise((resolve) => {
              const stopped = { outcome: { success: false, error: 'stopped' } } as const;
              superseded.addEventListener('abort', () => resolve(stopped));
            }),
    });
    const first = await inbox.receive(webhook('a'));
    const other = await inbox.receive(webhook('c', { installationId: 'i2' }));
    const last = await inbox.receive(webhook('b', { event: 'deactivate' }));
    expect(await first.answer(STAYS)).toEqual({ success: false, error: 'stopped' });
    expect(await last.answer(STAYS)).toEqual(SUCCESS);
    const gone = new AbortController();
    const waiting = other.answer(gone.signal);
    gone.abort();
    expect(await waiting).toBeNull();
  });

  it('tries again while the store fails', async () => {
    let failures = 3;
    const { inbox, clock, handled } = rig({
      handle: async () => {
        if (failures-- > 0) throw new SpmError('SPM_STORE_BUSY', 'locked');
        return done;
      },
    });
    const receipt = await inbox.receive(webhook('a'));
    const answer = receipt.answer(STAYS);
    await settled();
    for (const seconds of [1, 2, 4]) {
      await clock.pass(seconds * 1000);
      await settled();
    }
    expect(await answer).toEqual(SUCCESS);
    expect(handled).toHaveLength(4);
  });

  it('rejects what the store does not take', async () => {
    const { inbox, store } = rig();
    await store.close();
    await expect(inbox.receive(webhook('a'))).rejects.toMatchObject({
      code: 'SPM_STORE_UNAVAILABLE',
    });
  });

  it('leaves what it cannot finish to the next process, which continues in the same order', async () => {
    const data = new MemoryData();
    const before = rig({ handle: () => new Promise(() => {}) }, data);
    await before.inbox.receive(webhook('a'));
    await before.inbox.receive(webhook('b'));
    await before.inbox.stop(Promise.resolve());
    const after = rig({}, data);
    await after.inbox.resume();
    await settled();
    expect(after.handled).toEqual(['a', 'b']);
    expect(await after.store.webhooks.waiting()).toEqual([]);
  });

  it('runs what follows an answer before the next webhook', async () => {
    const order: string[] = [];
    const follow = gate<void>();
    const { ask, inbox } = rig({
      handle: async (one) => {
        order.push(nameOf(one));
        if (nameOf(one) !== 'a') return done;
        const after = async () => {
          await follow.promise;
          order.push('after a');
        };
        return { outcome: { success: true }, after };
      },
    });
    expect(await ask(webhook('a'))).toEqual([SUCCESS]);
    const receipt = await inbox.receive(webhook('b'));
    follow.open();
    expect(await receipt.answer(STAYS)).toEqual(SUCCESS);
    expect(order).toEqual(['a', 'after a', 'b']);
  });
});
