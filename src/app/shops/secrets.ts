/** The key that secrets of the store are encrypted with. */
import { isLocalTarget } from '../../config/resolve.js';
import { SpmError } from '../../errors.js';
import type { SecretCipher } from '../../runtime/security/secrets.js';
import type { ShopInput } from './shop.js';

/** Null when there is no key. @throws SpmError SPM_SECRET_INVALID */
export async function keyRing(env: ShopInput['env']): Promise<SecretCipher | null> {
  if (!env.SPM_CREDENTIALS_KEY) return null;
  const { makeSecretCipher } = await import('../../runtime/security/secrets.js');
  return makeSecretCipher(env.SPM_CREDENTIALS_KEY);
}

/** Null on this machine's own sandboxes without a key. @throws SpmError SPM_SECRET_MISSING, SPM_SECRET_INVALID */
export async function cipherFor(
  target: string,
  env: ShopInput['env'],
): Promise<SecretCipher | null> {
  const cipher = await keyRing(env);
  if (cipher !== null || isLocalTarget(target)) return cipher;
  throw new SpmError('SPM_SECRET_MISSING', 'There is no key to encrypt secrets with', {
    cause: 'SPM_CREDENTIALS_KEY is not set, and the target is not this machine',
    hint: 'Set SPM_CREDENTIALS_KEY to 64 hex digits, such as `openssl rand -hex 32` prints.',
  });
}
