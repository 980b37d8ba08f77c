/** Which shop an installation's cursors are about, where a file or an address could come to mean another. */
import type { StateAccess } from '../../connector/types.js';
import { SpmError } from '../../errors.js';
import { TARGET_KEY } from '../../runtime/implied.js';

const SHOP_KEY = '__shop';

/**
 * Remembers the shop at the first call, once `prove` has found that it is there, and refuses another one later: the
 * cursors would say that it has everything. With null for `prove`, nothing is remembered.
 * @throws SpmError SPM_SHOP_CHANGED with what `explain` says, and what `prove` throws
 */
export async function keepIdentity(
  state: StateAccess,
  installationId: string,
  identity: string,
  explain: (before: string) => { cause: string; hint: string },
  prove: (() => Promise<void>) | null = async () => {},
): Promise<void> {
  const known = await state.get<string>(SHOP_KEY);
  if (known === identity) return;
  if (known !== null) {
    const message = `The installation ${installationId} is another shop than before`;
    throw new SpmError('SPM_SHOP_CHANGED', message, explain(known));
  }
  if (prove === null) return;
  await prove();
  await state.set(SHOP_KEY, identity);
}

/** The value of --target that an installation was last worked on with, as far as its state tells; else null. */
export async function knownTarget(state: StateAccess): Promise<string | null> {
  for (const key of [TARGET_KEY, SHOP_KEY]) {
    const value = await state.get<unknown>(key).catch(() => null);
    if (value === 'production' || (typeof value === 'string' && URL.canParse(value))) return value;
  }
  return null;
}
