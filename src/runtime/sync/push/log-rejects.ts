import type { Logger } from '../../../connector/types.js';
import type { Resource } from '../../resources/resource.js';
import type { SettledReject } from './call.js';

/** How many requests with rejects are logged one by one. */
const LOGGED_SINGLY = 20;

export type LogRejects = (rejects: readonly SettledReject[], resource: Resource) => void;

/** Logs only the first requests one by one, so that a step that fails as a whole does not flood the log. */
export function makeRejectLogger(logger: Logger, entity: string): LogRejects {
  let logged = 0;
  return (rejects, resource) => {
    if (rejects.length === 0) return;
    logRejects(logger, resource, rejects, logged < LOGGED_SINGLY ? 'warn' : 'debug');
    if (logged++ === LOGGED_SINGLY)
      logger.warn(
        `More items of ${entity} were rejected: see \`spm-connect rejects --entity ${entity}\``,
      );
  };
}

/** One line for the rejects of a request; the dead letters hold the items. */
export function logRejects(
  logger: Logger,
  resource: Resource,
  rejects: readonly SettledReject[],
  level: 'warn' | 'debug' = 'warn',
): void {
  const [first] = rejects;
  if (first === undefined) return;
  const more = rejects.length > 1 ? `, and ${rejects.length - 1} more` : '';
  const which = `${first.key ?? 'an item without a key'} of ${resource.title ?? resource.name}`;
  const what =
    first.status === 0 ? `Rejected without a request: ${which}` : `The API rejected ${which}`;
  logger[level](`${what}: ${first.errors.join('; ')}${more}`, {
    resource: resource.name,
    rejected: rejects.length,
    examples: rejects.slice(0, 3).map(({ key, errors, status }) => ({ key, errors, status })),
  });
}
