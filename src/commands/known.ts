/** For commands that choose by `--installation` among what the store keeps. */
import { knownInstallation } from '../app/shops/registry.js';
import type { Store } from '../runtime/ports/store.js';
import type { Invocation } from './types.js';

/** Nothing of a shop is no answer where its id is wrong. @throws SpmError SPM_UNKNOWN_INSTALLATION */
export async function requireKnown({ options }: Invocation, store: Store): Promise<void> {
  const { installation } = options;
  if (typeof installation === 'string') await knownInstallation(store, installation);
}
