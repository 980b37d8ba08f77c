/** Which shop an installation's cursors are about, where a file or an address could come to mean another. */
import type { StateAccess } from '../connector/types.js';
import { SpmError } from '../errors.js';

const SHOP_KEY = '__shop';

/**
 * Remembers the shop at the first call, and refuses another one later: the cursors would say that it has everything.
 * @throws SpmError SPM_SHOP_CHANGED with what `explain` says
 */
export async function keepIdentity(
  state: StateAccess,
  installationId: string,
  identity: string,
  explain: (before: string) => { cause: string; hint: string },
): Promise<void> {
  const known = await state.get<string>(SHOP_KEY);
  if (known === null) return state.set(SHOP_KEY, identity);
  if (known === identity) return;
  const message = `The installation ${installationId} is another shop than before`;
  throw new SpmError('SPM_SHOP_CHANGED', message, explain(known));
}
