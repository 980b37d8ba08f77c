import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Tasks } from '../../../../src/runtime/sync/step/tasks.ts';

function setup() {
  const errors: unknown[] = [];
  return { errors, tasks: new Tasks('orders', (error) => errors.push(error)) };
}

function deferred() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}

/** Whether a promise has ended by now. */
async function hasEnded(promise: Promise<unknown>): Promise<boolean> {
  let ended = false;
  const end = () => {
    ended = true;
  };
  promise.then(end, end);
  await setImmediate();
  return ended;
}

describe('what a step has started', () => {
  it('gives its result, and its error also where nobody awaits it', async () => {
    const { tasks, errors } = setup();
    expect(await tasks.start('It began', async () => 7)).toBe(7);
    const error = new Error('no');
    const failing = tasks.start('It began', () => Promise.reject(error));
    await expect(failing).rejects.toBe(error);
    expect(errors).toEqual([error]);
  });

  it('is waited for at the end, with what it starts itself, and nothing begins after that', async () => {
    const { tasks } = setup();
    const first = deferred();
    const second = deferred();
    void tasks.start('It began', async () => {
      await first.promise;
      void tasks.start('It began', () => second.promise);
    });
    const drained = tasks.drain();
    first.resolve();
    expect(await hasEnded(drained)).toBe(false);
    second.resolve();
    await drained;
    await expect(tasks.start('An item was pushed', async () => {})).rejects.toMatchObject({
      code: 'SPM_CONNECTOR_INVALID',
      message: 'An item was pushed after the step had ended',
      cause: expect.stringContaining('orders'),
    });
  });

  it('is waited for by a checkpoint only as far as it began before', async () => {
    const { tasks } = setup();
    const before = deferred();
    void tasks.start('It began', () => before.promise);
    const settled = tasks.settled();
    void tasks.start('It began', () => new Promise(() => {}));
    expect(await hasEnded(settled)).toBe(false);
    before.resolve();
    expect(await hasEnded(settled)).toBe(true);
  });

  it('is not waited for any longer where it waits for code of a step that was given up on', async () => {
    const { tasks } = setup();
    const own = deferred();
    void tasks.start('It began', () => new Promise(() => {}), true);
    void tasks.start('It began', () => own.promise);
    tasks.close();
    const drained = tasks.drain();
    expect(await hasEnded(drained)).toBe(false);
    own.resolve();
    await drained;
  });
});
