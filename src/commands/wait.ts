/** The option to wait for a shop that another process is working on. */
import type { Invocation, OptionSpec } from './types.js';

export const WAIT: OptionSpec = {
  flags: '--wait <duration>',
  description: 'how long to wait while another process is working on the shop',
  type: 'duration',
};

/** Milliseconds; undefined when the option was not given. */
export function waitMs({ options }: Invocation): number | undefined {
  return typeof options.wait === 'number' ? options.wait : undefined;
}
