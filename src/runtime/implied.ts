/** Implied installations: one for the sandbox, and one for each address and token of a URL target. */
import type { Installation } from './ports/records.js';
import type { Store } from './ports/store.js';

export const IMPLIED_SANDBOX = 'sandbox';

const OF_URL = 'local-';

export const urlInstallation = (fingerprint: string): string => `${OF_URL}${fingerprint}`;

export const isOfUrl = (id: string): boolean => id.startsWith(OF_URL);

export const isImpliedId = (id: string): boolean => id === IMPLIED_SANDBOX || isOfUrl(id);

/** Remembers the target of a URL installation once the API has accepted the token there. */
export const TARGET_KEY = '__target';

/**
 * Every active installation, except URL installations whose token never worked. Earlier versions
 * registered these at the first try with a wrong token.
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
