/** Errors for an installation that belongs to another target; the hint has the right command. */
import { SpmError } from '../../errors.js';
import { IMPLIED_SANDBOX, isImpliedId, isOfUrl } from '../../runtime/implied.js';
import type { Installation } from '../../runtime/ports/records.js';
import { stateOf } from './assemble.js';
import { knownTarget } from './identity.js';
import { keyRing } from './secrets.js';
import type { ShopInput } from './shop.js';

/**
 * Accepts an id that may be in the registry, for a target that uses the registry.
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
      cause: `it is a shop at ${target} that was synced with a different token than SPM_ACCESS_TOKEN`,
      hint: 'Set SPM_ACCESS_TOKEN to the token of that shop.',
    });
  const token = isOfUrl(id) ? ', with its token in SPM_ACCESS_TOKEN' : '';
  return new SpmError('SPM_SHOP_CHANGED', `The installation ${id} belongs to another target`, {
    cause: `it belongs to ${place === null ? 'another target' : place}, but the target is ${target}`,
    hint:
      place === null ? `Pass its target with --target${token}.` : `Use --target ${place}${token}.`,
  });
}

/** The required --target; null when it is unknown. */
async function placeOf(input: ShopInput, installation: Installation): Promise<string | null> {
  const { installationId: id, shopDomain } = installation;
  if (id === IMPLIED_SANDBOX) return 'sandbox';
  const cipher = await keyRing(input.env);
  const kept = await knownTarget((await stateOf(input, id, cipher))());
  if (kept !== null) return kept;
  if (!isOfUrl(id)) return 'production';
  if (shopDomain === null) return null;
  // Earlier versions stored only the host; plain http is allowed on this machine only.
  const plain = /^(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(shopDomain);
  return `${plain ? 'http' : 'https'}://${shopDomain}`;
}

const originOf = (target: string): string =>
  URL.canParse(target) ? new URL(target).origin : target;

function onlyTheSandbox(id: string, place: string): SpmError {
  return new SpmError('SPM_UNKNOWN_INSTALLATION', `The sandbox has no installation '${id}'`, {
    cause: `the sandbox has only the installation ${IMPLIED_SANDBOX}`,
    hint: `Use --target ${place} for a registered shop.`,
  });
}
