import { SpmError } from '../errors.js';

/**
 * Runs `fn` on every item, at most `limit` at a time, and resolves to the results in input order. It takes an item
 * only when there is room. After a failure nothing new starts; running calls are awaited, then the first error is
 * thrown. Throws SPM_CONNECTOR_INVALID when `limit` is not a whole number of at least 1.
 */
export async function mapWithConcurrency<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  fn: (item: T, index: number) => R | Promise<R>,
): Promise<R[]> {
  if (!(limit >= 1 && (Number.isInteger(limit) || limit === Number.POSITIVE_INFINITY)))
    throw badLimit(limit);
  const results: R[] = [];
  const failures: unknown[] = [];
  let running = 0;
  let wake = () => {};

  const start = async (item: T, index: number) => {
    running++;
    try {
      results[index] = await fn(item, index);
    } catch (error) {
      failures.push(error);
    }
    running--;
    wake();
  };
  const untilRunningBelow = async (count: number) => {
    while (running >= count) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };

  let index = 0;
  try {
    for await (const item of items) {
      void start(item, index++);
      await untilRunningBelow(limit);
      if (failures.length > 0) break;
    }
  } catch (error) {
    failures.push(error);
  }
  await untilRunningBelow(1);
  if (failures.length > 0) throw failures[0];
  return results;
}

function badLimit(limit: number): SpmError {
  return new SpmError('SPM_CONNECTOR_INVALID', 'mapWithConcurrency cannot run', {
    cause: `the limit must be a whole number of at least 1 and is ${limit}`,
  });
}
