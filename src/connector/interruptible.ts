/** The error text of a step that was stopped from outside. */
export const INTERRUPTED = 'interrupted';

/**
 * Yields the items of a source until the signal is aborted. Then it throws the signal's reason at once, even while the
 * source waits. It always closes the source. Other engines may run a step without a signal.
 */
export function interruptible<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal | undefined,
): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => iterate(source[Symbol.asyncIterator](), signal) };
}

function iterate<T>(
  iterator: AsyncIterator<T>,
  signal: AbortSignal | undefined,
): AsyncIterator<T, undefined> {
  // One listener for the whole stream: one per item would cost more than most items.
  let stopWaiting = (_: unknown) => {};
  const onAbort = () => stopWaiting(signal?.reason);
  signal?.addEventListener('abort', onAbort);
  let ended = false;
  const close = async () => {
    signal?.removeEventListener('abort', onAbort);
    if (!ended) await closeIterator(iterator, signal);
    ended = true;
  };
  const next = () =>
    new Promise<IteratorResult<T, undefined>>((resolve, reject) => {
      const fail = (error: unknown) => void close().then(() => reject(error));
      if (signal?.aborted) return fail(signal.reason);
      stopWaiting = fail;
      iterator.next().then((item) => {
        if (!item.done) return resolve(item);
        ended = true;
        void close().then(() => resolve({ done: true, value: undefined }));
      }, fail);
    });
  const end = async (): Promise<IteratorResult<T, undefined>> => {
    await close();
    return { done: true, value: undefined };
  };
  return { next, return: end };
}

/** Once the signal is aborted, a hanging source is not awaited. */
async function closeIterator(iterator: AsyncIterator<unknown>, signal: AbortSignal | undefined) {
  const closing = (async () => iterator.return?.())().catch(() => {});
  if (!signal?.aborted) await closing;
}
