/** An installation that another target implies, or that is kept for one: what to type to work on it. */
import { SpmError } from '../../errors.js';
import { IMPLIED_SANDBOX, isImpliedId, isOfUrl } from '../../runtime/implied.js';
import type { Installation } from '../../runtime/ports/records.js';
import { stateOf } from './assemble.js';
import { knownTarget } from './identity.js';
import { keyRing } from './secrets.js';
import type { ShopInput } from './shop.js';

/**
 * Lets an id pass that may be one of the registry, for a target that works on those.
 * @throws SpmError SPM_SHOP_CHANGED for a known installation that another target implies, SPM_UNKNOWN_INSTALLATION for any
 *   other one on the sandbox
 */
export async function refuseOtherTarget(input: ShopInput, id: string): Promise<void> {
  const { target } = input.config;
  if (!isImpliedId(id) && target !== 'sandbox') return;
  const known = await input.store.installations.get(id);
  if (known !== null && isImpliedId(id)) throw await otherTarget(input, known);
  if (target !== 'sandbox') return;
  const place = known === null ? null : await placeOf(input, known);
  throw onlyTheSandbox(id, place ?? 'production');
}

async function otherTarget(input: ShopInput, installation: Installation): Promise<SpmError> {
  const { installationId: id } = installation;
  const { target } = input.config;
  const place = await placeOf(input, installation);
  if (isOfUrl(id) && place !== null && originOf(place) === originOf(target))
    return new SpmError('SPM_SHOP_CHANGED', `The installation ${id} has another access token`, {
      cause: `it is a shop at ${target}, and SPM_ACCESS_TOKEN is not the token that it was synced with`,
      hint: 'Set SPM_ACCESS_TOKEN to the token that it was synced with.',
    });
  const token = isOfUrl(id) ? ', with the token that it was synced with in SPM_ACCESS_TOKEN' : '';
  return new SpmError('SPM_SHOP_CHANGED', `The installation ${id} is not one of the target`, {
    cause: `it is a shop ${place === null ? 'of another target' : `at ${place}`}, and the target is ${target}`,
    hint:
      place === null ? `Name its target with --target${token}.` : `Use --target ${place}${token}.`,
  });
}

/** What --target has to be; null when nothing tells. */
async function placeOf(input: ShopInput, installation: Installation): Promise<string | null> {
  const { installationId: id, shopDomain } = installation;
  if (id === IMPLIED_SANDBOX) return 'sandbox';
  const cipher = await keyRing(input.env);
  const kept = await knownTarget((await stateOf(input, id, cipher))());
  if (kept !== null) return kept;
  if (!isOfUrl(id)) return 'production';
  if (shopDomain === null) return null;
  // Earlier versions kept the host alone; plain http is for this machine only.
  const plain = /^(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(shopDomain);
  return `${plain ? 'http' : 'https'}://${shopDomain}`;
}

const originOf = (target: string): string =>
  URL.canParse(target) ? new URL(target).origin : target;

function onlyTheSandbox(id: string, place: string): SpmError {
  return new SpmError('SPM_UNKNOWN_INSTALLATION', `The sandbox has no installation '${id}'`, {
    cause: `its only shop is the installation ${IMPLIED_SANDBOX}`,
    hint: `Use --target ${place} for a shop of the registry.`,
  });
}
