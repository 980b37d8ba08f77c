/** The text of the error that a step reports when it was stopped from outside. */
export const INTERRUPTED = 'interrupted';

/** The items of a source, one at a time, until a signal is aborted. */
export interface Interruptible<T> {
  /** The next item. Throws the signal's reason as soon as it is aborted, even while the source is still waiting. */
  next(): Promise<IteratorResult<T>>;
  /** To be called once, however it ends: lets the source clean up. */
  close(): Promise<void>;
}

/** Other engines may run a step without a signal. */
export function interruptible<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal | undefined,
): Interruptible<T> {
  const iterator = source[Symbol.asyncIterator]();
  // One listener for the whole stream: one per item would cost more than most items do.
  let stopWaiting = (_: unknown) => {};
  const onAbort = () => stopWaiting(signal?.reason);
  signal?.addEventListener('abort', onAbort);
  let ended = false;
  return {
    next: () =>
      new Promise<IteratorResult<T>>((resolve, reject) => {
        signal?.throwIfAborted();
        stopWaiting = reject;
        iterator.next().then((next) => {
          ended = next.done === true;
          resolve(next);
        }, reject);
      }),
    async close() {
      signal?.removeEventListener('abort', onAbort);
      if (!ended) await closeIterator(iterator, signal);
    },
  };
}

/** A source that hangs is not waited for once the signal is aborted. */
async function closeIterator(iterator: AsyncIterator<unknown>, signal: AbortSignal | undefined) {
  const closing = Promise.resolve(iterator.return?.()).catch(() => {});
  if (!signal?.aborted) await closing;
}
