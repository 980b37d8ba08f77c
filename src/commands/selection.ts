/** Which shops a command works on: the options of every command that works on several. */

import type { Selection } from '../app/shops/shop.js';
import { SpmError } from '../errors.js';
import type { Invocation, OptionSpec } from './types.js';

/** For commands that work on one shop. */
export const INSTALLATION: OptionSpec = {
  flags: '--installation <id>',
  description: 'the shop to work on, by its id in the registry',
  type: 'name',
};

export const INSTALLATIONS: readonly OptionSpec[] = [
  {
    ...INSTALLATION,
    description: `${INSTALLATION.description}; may be repeated`,
    repeatable: true,
  },
  { flags: '--all', description: 'work on every active installation' },
];

/** @throws SpmError SPM_USAGE when some are named beside all */
export function selectionOf({ options }: Invocation): Selection {
  const ids = Array.isArray(options.installation) ? options.installation.map(String) : undefined;
  if (ids === undefined) return { all: options.all === true };
  if (!options.all) return { ids };
  throw new SpmError('SPM_USAGE', '--installation and --all exclude each other', {
    cause: 'one names some shops, the other takes every active one',
    hint: 'Leave one of them out; each may also come from its variable, which --help names.',
  });
}
