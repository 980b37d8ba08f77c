/** The errors for a command that was ended from outside itself: by code that nothing awaits, or by the connector. */
import { failurePlace } from '../config/failure-place.js';
import { causeText, SpmError } from '../errors.js';

/** What was thrown where nothing catches it. Ours is a bug, as it is; the connector's says where it was thrown. */
export function crashError(thrown: unknown, cwd: string): unknown {
  if (thrown instanceof SpmError) return thrown;
  const at = failurePlace(thrown, cwd);
  // Our own code throws nothing but errors.
  if (thrown instanceof Error && at === undefined) return thrown;
  const reason = causeText(thrown) || 'it throws without saying why';
  const error = new SpmError(
    'SPM_CONNECTOR_CRASHED',
    'The connector threw where nothing catches it',
    {
      cause: at === undefined ? reason : `${reason} (at ${at})`,
      hint: 'Await every promise, and catch what a callback or an event handler throws.',
      ...(at !== undefined && { details: { at } }),
    },
  );
  if (thrown instanceof Error && thrown.stack !== undefined) error.stack = thrown.stack;
  return error;
}

export function exitedError(code: number): SpmError {
  return new SpmError('SPM_CONNECTOR_CRASHED', 'The process was ended before there was a result', {
    cause: `something ended it with the code ${code}`,
    hint: 'A connector must not end the process; let it throw an error instead.',
  });
}

export function stalledError(): SpmError {
  return new SpmError('SPM_CONNECTOR_CRASHED', 'The command waits for something that cannot come', {
    cause: 'a promise is awaited that nothing is left to settle',
    hint: 'Look for a promise in the connector that is neither resolved nor rejected, such as a top-level await.',
  });
}
