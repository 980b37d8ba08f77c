/** A yes to what cannot be taken back. Not `--yes`: that never covers something destructive. */
import { SpmError } from '../errors.js';
import type { Invocation, OptionSpec } from './types.js';

export const CONFIRM: OptionSpec = {
  flags: '--confirm',
  description: 'do it without asking',
  noEnv: true,
};

/** @throws SpmError SPM_MISSING_INPUT when nothing can be asked, SPM_CANCELLED when the answer is no */
export async function confirm(
  { options, interactive, prompt }: Invocation,
  what: string,
): Promise<void> {
  if (options.confirm) return;
  if (!interactive) {
    throw new SpmError('SPM_MISSING_INPUT', 'This needs a yes', {
      cause: `--confirm is missing, and nothing can be asked here: ${what}`,
      hint: 'Add --confirm to the same line.',
    });
  }
  if (await prompt.confirm({ message: `${what}. Go on?` })) return;
  throw new SpmError('SPM_CANCELLED', 'Nothing was changed', {});
}
