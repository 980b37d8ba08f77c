/** For commands that write their result in several formats, or to a file. */
import { SpmError } from '../errors.js';
import type { Invocation } from './types.js';

/** `usual`: the default format of the command. */
export function refuseTwoDocuments({ options, globals }: Invocation, usual: string): void {
  const { format, outputFile } = options;
  if (!globals.json || format === usual || outputFile !== undefined) return;
  throw new SpmError('SPM_USAGE', `--json and --format ${format} cannot be combined`, {
    cause: 'both print one document',
    hint: `Leave one out, or write the other with --output-file FILE.`,
  });
}
