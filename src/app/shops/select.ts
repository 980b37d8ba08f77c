/** Selects the shops to work on; each can be opened with its API client, settings and state. */
import { SpmError } from '../../errors.js';
import { IMPLIED_SANDBOX } from '../../runtime/implied.js';
import { type ImpliedInput, isImplied, selectImplied, urlInstallationId } from './implied.js';
import { refuseOtherTarget } from './other-target.js';
import { openRegistered } from './registered.js';
import { activeInstallations, onlyActiveInstallation, registeredInstallation } from './registry.js';
import type { SelectedShop, Selection, Shop, ShopInput } from './shop.js';

/**
 * The shops of a selection, at least one.
 * - `sandbox` has one, the installation `sandbox`.
 * - A URL implies one installation for its address and SPM_ACCESS_TOKEN; registered installations can be selected too, and
 *   are then called at that address.
 * - `production` implies the only active installation of the registry.
 * @throws SpmError SPM_UNKNOWN_INSTALLATION, SPM_INSTALLATION_INACTIVE, SPM_SECRET_MISSING, SPM_SHOP_CHANGED
 */
export async function selectShops(
  input: ShopInput,
  selection: Selection = {},
): Promise<SelectedShop[]> {
  const ids = await idsOf(input, selection);
  const installations = await Promise.all(
    ids.map(async (id) => {
      if (isImplied(input, id)) return id;
      await refuseOtherTarget(input, id);
      return registeredInstallation(input.store, id);
    }),
  );
  // A token in the environment belongs to one shop, so it is not used for several.
  const lone = ids.length === 1;
  return installations.map((one) =>
    typeof one === 'string'
      ? selectImplied(input, one)
      : { installationId: one.installationId, open: () => openRegistered(input, one, lone) },
  );
}

/**
 * The installation of a selection that needs only the target and token, not the store; undefined if there is none.
 */
export function impliedByUrl(
  { config: { target }, env }: ImpliedInput,
  { ids, all }: Selection,
): string | undefined {
  if (target === 'sandbox' || target === 'production' || !env.SPM_ACCESS_TOKEN) return undefined;
  const implied = urlInstallationId(target, env);
  return (ids === undefined ? !all : ids.includes(implied)) ? implied : undefined;
}

/** The one shop to work on: the selected one, else the implied shop of the target. @throws the errors of `selectShops` and `open` */
export async function openShop(input: ShopInput, id?: string): Promise<Shop> {
  const [selected] = await selectShops(input, id === undefined ? {} : { ids: [id] });
  if (selected === undefined) throw new SpmError('SPM_INTERNAL', 'No shop was selected');
  return selected.open();
}

async function idsOf(
  { config: { target }, env, store }: ShopInput,
  { ids, all }: Selection,
): Promise<string[]> {
  if (ids !== undefined) return [...new Set(ids)];
  if (target === 'sandbox') return [IMPLIED_SANDBOX];
  if (all) return activeInstallations(store);
  return [
    target === 'production' ? await onlyActiveInstallation(store) : urlInstallationId(target, env),
  ];
}
