/** The options that select the shops of a command. */

import type { Selection } from '../app/shops/shop.js';
import { SpmError } from '../errors.js';
import type { Invocation, OptionSpec } from './types.js';

/** For commands on one shop. */
export const INSTALLATION: OptionSpec = {
  flags: '--installation <id>',
  description: 'the id of the shop to work on',
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

/** @throws SpmError SPM_USAGE when both options are given */
export function selectionOf({ options }: Invocation): Selection {
  const ids = Array.isArray(options.installation) ? options.installation.map(String) : undefined;
  if (ids === undefined) return { all: options.all === true };
  if (!options.all) return { ids };
  throw new SpmError('SPM_USAGE', '--installation and --all cannot be combined', {
    cause: '--installation selects some shops, --all every active shop',
    hint: 'Remove one of them. It may also come from an environment variable; --help lists the variables.',
  });
}
