/** Nothing is stored for a shop before its token has worked once, so that a typing error leaves no installation behind. */

import type { Endpoint } from './assemble.js';
import type { ShopInput } from './shop.js';

/**
 * Calls the API, unless this process did so for the same installation before.
 * @param hint What to do about a rejected token.
 * @throws SpmError SPM_API_UNAUTHORIZED, SPM_API_UNREACHABLE, SPM_API_ERROR
 */
export async function proveToken(
  { clock, proven }: Pick<ShopInput, 'clock' | 'proven'>,
  installationId: string,
  { baseUrl, token }: Endpoint,
  hint: string,
): Promise<void> {
  if (proven?.has(installationId)) return;
  const { makeFirstRequest } = await import('../../runtime/api/first-request.js');
  const { REQUEST_TIMEOUT_MS: timeoutMs } = await import('../../runtime/lease/held-lease.js');
  const base = baseUrl === undefined ? {} : { baseUrl };
  await makeFirstRequest({ ...base, token, timeoutMs, clock, hint });
  proven?.add(installationId);
}
