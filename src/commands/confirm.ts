/** Asks before a change that cannot be undone. `--yes` never covers destructive changes, so these have `--confirm`. */
import { SpmError } from '../errors.js';
import type { Invocation, OptionSpec } from './types.js';

export const CONFIRM: OptionSpec = {
  flags: '--confirm',
  description: 'do not ask for confirmation',
  noEnv: true,
};

/** @throws SpmError SPM_MISSING_INPUT without a terminal, SPM_CANCELLED when the answer is no */
export async function confirm(
  { options, interactive, prompt }: Invocation,
  what: string,
): Promise<void> {
  if (options.confirm) return;
  if (!interactive) {
    throw new SpmError('SPM_MISSING_INPUT', 'Confirmation required: pass --confirm', {
      cause: `there is no terminal to ask on: ${what}`,
      hint: 'Check the change, then add --confirm to the command.',
    });
  }
  if (await prompt.confirm({ message: `${what}. Continue?` })) return;
  throw new SpmError('SPM_CANCELLED', 'Nothing was changed', {});
}
