/** Finds installations in the registry. Implied installations are not part of it. */
import { SpmError } from '../../errors.js';
import { nearest } from '../../nearest.js';
import { isImpliedId } from '../../runtime/implied.js';
import type { Installation } from '../../runtime/ports/records.js';
import type { Store } from '../../runtime/ports/store.js';
import { inactive } from '../../runtime/sync/refusals.js';

const SHOWN = 20;

/** @throws SpmError SPM_UNKNOWN_INSTALLATION when it is not registered, SPM_INSTALLATION_INACTIVE when it is not active */
export async function registeredInstallation(store: Store, id: string): Promise<Installation> {
  const installation = await knownInstallation(store, id);
  if (installation.status === 'active') return installation;
  throw inactive(id, installation.status);
}

/** An installation in any status. @throws SpmError SPM_UNKNOWN_INSTALLATION */
export async function knownInstallation(store: Store, id: string): Promise<Installation> {
  return (await store.installations.get(id)) ?? unknown(store, id);
}

/** Every active installation. @throws SpmError SPM_UNKNOWN_INSTALLATION when there is none */
export async function activeInstallations(store: Store): Promise<string[]> {
  const ids = await registered(store, 'active');
  if (ids.length > 0) return ids;
  throw noneActive('No installation is active');
}

/** The only active installation. @throws SpmError SPM_UNKNOWN_INSTALLATION when there is none, or more than one */
export async function onlyActiveInstallation(store: Store): Promise<string> {
  const ids = await registered(store, 'active');
  const [only, ...more] = ids;
  if (only === undefined) throw noneActive('No shop is registered for production');
  if (more.length === 0) return only;
  throw new SpmError('SPM_UNKNOWN_INSTALLATION', 'Several shops are active', {
    cause: `the active shops are ${listed(ids)}`,
    hint: `Select one, such as --installation ${only}, or all with --all.`,
  });
}

async function registered(store: Store, status?: 'active'): Promise<string[]> {
  const all = await store.installations.list(status === undefined ? {} : { status });
  return all.map(({ installationId }) => installationId).filter((id) => !isImpliedId(id));
}

async function unknown(store: Store, id: string): Promise<never> {
  const ids = await registered(store);
  const guess = nearest(id, ids);
  throw new SpmError('SPM_UNKNOWN_INSTALLATION', `Unknown installation '${id}'`, {
    cause:
      ids.length === 0
        ? 'no installation is registered'
        : `the registered installations are ${listed(ids)}`,
    hint: guess
      ? `Did you mean ${guess}?`
      : 'Run `spm-connect installations list` to see all, or register it with `spm-connect installations add`.',
  });
}

function noneActive(message: string): SpmError {
  return new SpmError('SPM_UNKNOWN_INSTALLATION', message, {
    cause: 'the store has no active installation',
    hint: 'Register one with `spm-connect installations add`, or use --target sandbox.',
  });
}

function listed(ids: readonly string[]): string {
  const more = ids.length - SHOWN;
  return ids.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
