/** For commands with `--installation` that list stored data. */
import { knownInstallation } from '../app/shops/registry.js';
import type { Store } from '../runtime/ports/store.js';
import type { Invocation } from './types.js';

/** An empty list must not hide a wrong id. @throws SpmError SPM_UNKNOWN_INSTALLATION */
export async function requireKnown({ options }: Invocation, store: Store): Promise<void> {
  const { installation } = options;
  if (typeof installation === 'string') await knownInstallation(store, installation);
}
