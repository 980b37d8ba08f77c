/** Nothing is kept of a shop before its token has worked once: a typing error would leave an installation behind. */

import type { Endpoint } from './assemble.js';
import type { ShopInput } from './shop.js';

/**
 * Asks the API, unless this process has asked for the same installation before.
 * @param hint What to do about a token that is refused.
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
