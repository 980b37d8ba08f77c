/** A shop from its parts. */
import type { RawSettings } from '../../connector/types.js';
import { SpmError } from '../../errors.js';
import type { Installation } from '../../runtime/ports/records.js';
import type { SecretCipher } from '../../runtime/security/secrets.js';
import type { Shop, ShopInput } from './shop.js';

/** The address and the token of API calls. */
export interface Endpoint {
  /** Default: the SDK's default. */
  baseUrl?: string;
  token: string;
}

export async function assemble(
  input: ShopInput,
  installation: Installation,
  { baseUrl, token }: Endpoint,
  cipher: SecretCipher | null,
  settings: RawSettings,
): Promise<Shop> {
  const { makeApiClient } = await import('../../runtime/api/client.js');
  const { REQUEST_TIMEOUT_MS } = await import('../../runtime/lease/held-lease.js');
  const { readDefinitions, readProvisioned } = await import('../../runtime/provisioned.js');
  const { readInboundSecret } = await import('../../runtime/state.js');
  const state = await stateOf(input, installation.installationId, cipher);
  const inboundSecret = await readInboundSecret(state());
  input.redactor.learn(token, inboundSecret);
  const api = { timeoutMs: REQUEST_TIMEOUT_MS, ...(baseUrl ? { baseUrl } : {}) };
  return {
    installation,
    client: makeApiClient(api).clientFor(token),
    pushClient: makeApiClient({ ...api, retry: false }).clientFor(token),
    settings,
    provisioned: await readProvisioned(state()),
    definitions: await readDefinitions(state()),
    inboundSecret,
    state,
  };
}

/** The installation's state. Without a cipher, values are not encrypted. */
export async function stateOf(
  { store, clock, redactor }: Pick<ShopInput, 'store' | 'clock' | 'redactor'>,
  installationId: string,
  cipher: SecretCipher | null,
): Promise<Shop['state']> {
  const { makeInstallationState } = await import('../../runtime/state.js');
  return (lease) =>
    makeInstallationState(store, installationId, cipher, () => clock.now(), {
      allowPlaintext: cipher === null,
      onSecret: (value) => redactor.learn(value),
      ...(lease ? { lease } : {}),
    });
}

export function noToken(): SpmError {
  return new SpmError('SPM_SECRET_MISSING', 'The access token of the shop is missing', {
    cause: 'SPM_ACCESS_TOKEN is not set',
    hint: 'Set SPM_ACCESS_TOKEN in the environment or in the .env next to the configuration.',
  });
}
