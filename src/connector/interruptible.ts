/** The text of the error that a step reports when it was stopped from outside. */
export const INTERRUPTED = 'interrupted';

/**
 * The items of `source` until the signal is aborted; then it throws the signal's reason at once, even while the
 * source is still waiting for its next item. Other engines may run a step without a signal.
 */
export async function* interruptible<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  // One listener for the whole stream: one per item would cost more than most items do.
  let stopWaiting = (_: unknown) => {};
  const onAbort = () => stopWaiting(signal?.reason);
  signal?.addEventListener('abort', onAbort);
  let ended = false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const next = await new Promise<IteratorResult<T>>((resolve, reject) => {
        stopWaiting = reject;
        iterator.next().then(resolve, reject);
      });
      ended = next.done === true;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    if (!ended) await close(iterator, signal);
  }
}

/** Lets the source clean up. A source that hangs is not waited for once the signal is aborted. */
async function close(iterator: AsyncIterator<unknown>, signal: AbortSignal | undefined) {
  const closing = Promise.resolve(iterator.return?.()).catch(() => {});
  if (!signal?.aborted) await closing;
}
