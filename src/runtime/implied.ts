/** Installations that nobody registers: that of the sandbox, and one for each address and token of a URL target. */
import type { Installation } from './ports/records.js';
import type { Store } from './ports/store.js';

export const IMPLIED_SANDBOX = 'sandbox';

const OF_URL = 'local-';

export const urlInstallation = (fingerprint: string): string => `${OF_URL}${fingerprint}`;

export const isOfUrl = (id: string): boolean => id.startsWith(OF_URL);

export const isImpliedId = (id: string): boolean => id === IMPLIED_SANDBOX || isOfUrl(id);

/** Holds the target of a URL installation from the moment that the API has taken its token there. */
export const TARGET_KEY = '__target';

/**
 * Every active installation, without what earlier versions left: URL installations whose token never worked. They were
 * registered by a single try with a wrong token, and nobody waits for their runs.
 */
export async function activeThatWorked(
  store: Pick<Store, 'installations' | 'state' | 'cursors'>,
): Promise<Installation[]> {
  const active = await store.installations.list({ status: 'active' });
  const worked = await Promise.all(
    active.map(
      ({ installationId }) => !isOfUrl(installationId) || hasWorked(store, installationId),
    ),
  );
  return active.filter((_, index) => worked[index]);
}

async function hasWorked(
  store: Pick<Store, 'state' | 'cursors'>,
  installationId: string,
): Promise<boolean> {
  if ((await store.state.get(installationId, TARGET_KEY)) !== null) return true;
  const cursors = await store.cursors.list({ installationId });
  return cursors.some(({ lastSyncedAt }) => lastSyncedAt !== null);
}
