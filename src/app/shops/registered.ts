/** Shops of the registry: each with its own token and what its merchant filled in. */
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
 * @param lone Whether it is the only shop worked on: then SPM_ACCESS_TOKEN serves where no token is stored. A stored
 *   one wins, since a variable that was left from another shop would mix the two.
 * @param ask Whether to ask the API before the first use at this target; without, nothing is remembered of it.
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
  // Only to test the connection to the partner's system: no cursor of a registered shop is ever about the sandbox.
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

/** Cursors of a rehearsal must not be believed in production, nor the other way round. */
const otherPlace = (before: string, now: string) => ({
  cause: `its cursors are about ${before}, and the target is ${now}`,
  hint: `Use --target ${before}, or register the shop of this target under an id of its own.`,
});

const refusedToken = (id: string): string =>
  `A token works only while its installation is active on the platform: activate it there, or store its current token with \`spm-connect installations token ${id}\`.`;

function noTokenOf(id: string, lone: boolean): SpmError {
  return new SpmError('SPM_SECRET_MISSING', `There is no access token for the shop ${id}`, {
    cause: `none is stored${lone ? ', and SPM_ACCESS_TOKEN is not set' : ''}`,
    hint: `Store it with \`spm-connect installations token ${id}\`, which reads it from standard input.`,
  });
}
