/** The text of the error that a step reports when it was stopped from outside. */
export const INTERRUPTED = 'interrupted';

/**
 * The items of a source, until a signal is aborted: then the signal's reason is thrown at once, even while the source is
 * still waiting. However it ends, the source is closed. Other engines may run a step without a signal.
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
  // One listener for the whole stream: one per item would cost more than most items do.
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

/** A source that hangs is not waited for once the signal is aborted. */
async function closeIterator(iterator: AsyncIterator<unknown>, signal: AbortSignal | undefined) {
  const closing = (async () => iterator.return?.())().catch(() => {});
  if (!signal?.aborted) await closing;
}
