import { SpmError } from '../../errors.js';
import type { Change } from '../../plan/diff.js';
import { apiMessageOf, apiStatusOf } from '../api/envelope.js';

/**
 * Whether a create failed because someone made the same thing first. The status of a name clash is nowhere
 * documented, its message is.
 */
export function isTaken(error: unknown): boolean {
  return apiStatusOf(error) === 409 || /already (used|exists)/i.test(apiMessageOf(error));
}

/** What to do with something that the API says exists. Throws `refusal` when it is still not to be found. */
export function withoutCreate(changes: readonly Change[], refusal: unknown): readonly Change[] {
  const problem = changes.find(({ action }) => action === 'create' || action === 'conflict');
  if (problem === undefined) return changes;
  if (problem.action === 'create') throw refusal;
  throw new SpmError('SPM_API_ERROR', problem.message ?? 'It differs from the plan', {
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
  });
}

export function noIdIn(what: string): SpmError {
  return new SpmError('SPM_API_ERROR', `${what} failed: the answer holds no id`, {
    hint: 'Run it again: what was created is then found by its name.',
  });
}
