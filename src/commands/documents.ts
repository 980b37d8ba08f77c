/** Commands that write their result in several formats, or to a file. */
import { SpmError } from '../errors.js';
import type { Invocation } from './types.js';

/** `usual`: the format that the command has without being told. */
export function refuseTwoDocuments({ options, globals }: Invocation, usual: string): void {
  const { format, outputFile } = options;
  if (!globals.json || format === usual || outputFile !== undefined) return;
  throw new SpmError('SPM_USAGE', `--json and --format ${format} exclude each other`, {
    cause: 'both print one document',
    hint: `Leave one out, or write the other with --output-file FILE.`,
  });
}
