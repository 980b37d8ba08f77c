import { settled } from './syncBench.ts';
/** A promise that a test settles at a chosen time. */
export function deferred<T = void>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}

/** Whether a promise has settled by now. */
export async function hasEnded(promise: Promise<unknown> | null): Promise<boolean> {
  let ended = false;
  const end = () => {
    ended = true;
  };
  promise?.then(end, end);
  await settled();
  return ended;
}
