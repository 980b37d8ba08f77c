import { SpmError } from '../../errors.js';
import type { Task } from './task.js';

/** Shops on this machine need no confirmation; others do. */
export async function mustAsk({ invocation, target }: Task): Promise<boolean> {
  const { isLocalTarget } = await import('../../config/resolve.js');
  return !invocation.options.yes && !isLocalTarget(target);
}

/** Shows the changes and asks for confirmation. @throws SpmError SPM_MISSING_INPUT, SPM_CANCELLED */
export async function confirm({ invocation, target }: Task, shown: unknown, where: string) {
  const { interactive, preview, prompt } = invocation;
  if (!interactive)
    throw new SpmError(
      'SPM_MISSING_INPUT',
      'Confirmation required to write to the shop: pass --yes',
      {
        cause: 'there is no terminal to ask on',
        hint: `Check the changes with --dry-run, then run \`spm-connect provision --target ${target} --yes\`.`,
      },
    );
  await preview(shown);
  if (await prompt.confirm({ message: `Apply these changes to ${where}?` })) return;
  throw new SpmError('SPM_CANCELLED', 'Nothing was applied', {
    hint: 'Preview the changes with --dry-run, or run it again and confirm.',
  });
}
