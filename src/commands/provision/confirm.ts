import { SpmError } from '../../errors.js';
import type { Task } from './task.js';

/** This machine's own shops are there to be written to; any other is asked for. */
export async function mustAsk({ invocation, target }: Task): Promise<boolean> {
  const { isLocalTarget } = await import('../../config/resolve.js');
  return !invocation.options.yes && !isLocalTarget(target);
}

/** Shows what is to be done, and asks. @throws SpmError SPM_MISSING_INPUT, SPM_CANCELLED */
export async function confirm({ invocation, target }: Task, shown: unknown, where: string) {
  const { interactive, preview, prompt } = invocation;
  if (!interactive)
    throw new SpmError('SPM_MISSING_INPUT', 'Writing to the shop needs a yes', {
      cause: '--yes is missing, and nothing can be asked here',
      hint: `Add --yes: \`spm-connect provision --target ${target} --yes\`.`,
    });
  await preview(shown);
  if (await prompt.confirm({ message: `Apply this to ${where}?` })) return;
  throw new SpmError('SPM_CANCELLED', 'Nothing was applied', {
    hint: 'Run it again and say yes, or look closer with --dry-run.',
  });
}
