/** Registered shops, each with its own token and settings. */
import { SpmError } from '../../errors.js';
import type { Installation } from '../../runtime/ports/records.js';
import { assemble, stateOf } from './assemble.js';
import { keepIdentity } from './identity.js';
import { sandboxEndpoint } from './implied.js';
import { proveToken } from './prove.js';
import { cipherFor } from './secrets.js';
import { merchantSettings } from './settings.js';
import type { Shop, ShopInput } from './shop.js';

/**
 * @param lone Whether it is the only selected shop: then SPM_ACCESS_TOKEN is used if no token is stored. A stored
 *   token wins, since a variable left over from another shop would mix the two.
 * @param ask Whether to check the token before the first use at this target; if not, the target is not remembered.
 */
export async function openRegistered(
  input: ShopInput,
  installation: Installation,
  lone: boolean,
  ask = true,
): Promise<Shop> {
  const { installationId } = installation;
  const { target } = input.config;
  const cipher = await cipherFor(target, input.env);
  const { readAccessToken } = await import('../../runtime/state.js');
  const state = (await stateOf(input, installationId, cipher))();
  const token = (await readAccessToken(state)) ?? (lone && input.env.SPM_ACCESS_TOKEN);
  if (!token) throw noTokenOf(installationId, lone);
  const settings = await merchantSettings(input, state);
  // Only to test the connection to the partner: registered shops never sync to the sandbox.
  if (target === 'sandbox')
    return assemble(input, installation, await sandboxEndpoint(input), cipher, settings);
  const place = target === 'production' ? target : new URL(target).origin;
  const base = target === 'production' ? input.env.SHOPIMIND_CORE_API_BASE : target;
  const endpoint = { token, ...(base ? { baseUrl: base } : {}) };
  const prove = () => proveToken(input, installationId, endpoint, refusedToken(installationId));
  const explain = (before: string) => otherPlace(before, place);
  await keepIdentity(state, installationId, place, explain, ask ? prove : null);
  return assemble(input, installation, endpoint, cipher, settings);
}

/** Cursors of a test target are wrong for production, and vice versa. */
const otherPlace = (before: string, now: string) => ({
  cause: `its cursors belong to ${before}, but the target is ${now}`,
  hint: `Use --target ${before}, or register the shop of this target with another id.`,
});

const refusedToken = (id: string): string =>
  `A token works only while its installation is active on the platform. Activate it there, or store the current token with \`spm-connect installations token ${id}\`.`;

function noTokenOf(id: string, lone: boolean): SpmError {
  return new SpmError('SPM_SECRET_MISSING', `The access token of the shop ${id} is missing`, {
    cause: `the store has no token${lone ? ', and SPM_ACCESS_TOKEN is not set' : ''}`,
    hint: `Pipe the token to \`spm-connect installations token ${id}\`.`,
  });
}
