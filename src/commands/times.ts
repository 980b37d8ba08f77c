/** Times that a person gives. */
import { SpmError } from '../errors.js';

/** What does not exist yet cannot have been read. @throws SpmError SPM_INVALID_VALUE */
export function refuseFuture(flag: string, at: Date, now: number): void {
  if (at.getTime() <= now) return;
  throw new SpmError('SPM_INVALID_VALUE', `${flag} cannot be '${at.toISOString()}'`, {
    cause: `it lies in the future: now it is ${new Date(now).toISOString()}`,
    hint: 'Give a time that has passed; a time without a zone is UTC.',
  });
}
