/** Waiting for a shop that another process works on: the option of every command that takes the lease. */
import type { Invocation, OptionSpec } from './types.js';

export const WAIT: OptionSpec = {
  flags: '--wait <duration>',
  description: 'how long to wait when another process works on the shop',
  type: 'duration',
};

/** Milliseconds; undefined when it was not given. */
export function waitMs({ options }: Invocation): number | undefined {
  return typeof options.wait === 'number' ? options.wait : undefined;
}
