/** Errors for a command that did not end by itself: an uncaught error, or the connector ended the process. */

import { causeText, SpmError } from '../errors.js';
import { failurePlace } from './failure-place.js';

/**
 * An uncaught error. An error from our code is a bug; for an error from the connector, the message shows the place.
 */
export function crashError(thrown: unknown, cwd: string): unknown {
  if (thrown instanceof SpmError) return thrown;
  const at = failurePlace(thrown, cwd);
  // Our code throws only Error objects.
  if (thrown instanceof Error && at === undefined) return thrown;
  const reason = causeText(thrown) || 'the thrown value is empty';
  const error = new SpmError(
    'SPM_CONNECTOR_CRASHED',
    'The connector threw an error that nothing caught',
    {
      cause: at === undefined ? reason : `${reason} (at ${at})`,
      hint: 'Await every promise, and catch errors in callbacks and event handlers.',
      ...(at !== undefined && { details: { at } }),
    },
  );
  if (thrown instanceof Error && thrown.stack !== undefined) error.stack = thrown.stack;
  return error;
}

export function exitedError(code: number): SpmError {
  return new SpmError('SPM_CONNECTOR_CRASHED', 'The process ended before there was a result', {
    cause: `code of the connector ended it with exit code ${code}`,
    hint: 'Do not end the process in a connector; throw an error instead.',
  });
}

export function stalledError(
  cause = 'it awaits a promise that nothing can settle any more',
): SpmError {
  return new SpmError(
    'SPM_CONNECTOR_CRASHED',
    'The command waits for something that never happens',
    {
      cause,
      hint: 'Find the promise in the connector that is never resolved or rejected, such as a top-level await.',
    },
  );
}
