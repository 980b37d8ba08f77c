/** Checks of times from the command line. */
import { SpmError } from '../errors.js';

/** A cursor in the future would skip records. @throws SpmError SPM_INVALID_VALUE */
export function refuseFuture(flag: string, at: Date, now: number): void {
  if (at.getTime() <= now) return;
  throw new SpmError('SPM_INVALID_VALUE', `${flag} cannot be '${at.toISOString()}'`, {
    cause: `it is in the future; the current time is ${new Date(now).toISOString()}`,
    hint: 'Pass a time in the past; a time without a zone is UTC.',
  });
}
