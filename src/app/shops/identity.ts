/** Remembers the shop that the cursors of an installation belong to, since a file or an address can later mean another shop. */
import { SpmError } from '../../errors.js';
import { TARGET_KEY } from '../../runtime/implied.js';
import type { InstallationState } from '../../runtime/state.js';

const SHOP_KEY = '__shop';

/**
 * Remembers the shop at the first call, after `prove` has confirmed it. Later it rejects another shop, because the
 * cursors would claim that this shop has all data. With null for `prove`, nothing is remembered.
 * @throws SpmError SPM_SHOP_CHANGED with the text of `explain`, and the errors of `prove`
 */
export async function keepIdentity(
  state: InstallationState,
  installationId: string,
  identity: string,
  explain: (before: string) => { cause: string; hint: string },
  prove: (() => Promise<void>) | null = async () => {},
): Promise<void> {
  const known = await state.get(SHOP_KEY);
  if (known === identity) return;
  if (known !== null) {
    const message = `The installation ${installationId} now belongs to a different shop`;
    throw new SpmError('SPM_SHOP_CHANGED', message, explain(known));
  }
  if (prove === null) return;
  await prove();
  await state.set(SHOP_KEY, identity);
}

/** The --target that was last used with an installation, if its state has it; else null. */
export async function knownTarget(state: InstallationState): Promise<string | null> {
  for (const key of [TARGET_KEY, SHOP_KEY]) {
    const value = await state.get(key).catch(() => null);
    if (value === 'production' || (value !== null && URL.canParse(value))) return value;
  }
  return null;
}
