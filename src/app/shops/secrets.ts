/** The key that encrypts secrets in the store. */
import { isLocalTarget } from '../../config/resolve.js';
import { SpmError } from '../../errors.js';
import type { SecretCipher } from '../../runtime/security/secrets.js';
import type { ShopInput } from './shop.js';

/** Null without a key. @throws SpmError SPM_SECRET_INVALID */
export async function keyRing(env: ShopInput['env']): Promise<SecretCipher | null> {
  if (!env.SPM_CREDENTIALS_KEY) return null;
  const { makeSecretCipher } = await import('../../runtime/security/secrets.js');
  return makeSecretCipher(env.SPM_CREDENTIALS_KEY);
}

/** Null without a key on targets on this machine. @throws SpmError SPM_SECRET_MISSING, SPM_SECRET_INVALID */
export async function cipherFor(
  target: string,
  env: ShopInput['env'],
): Promise<SecretCipher | null> {
  const cipher = await keyRing(env);
  if (cipher !== null || isLocalTarget(target)) return cipher;
  throw new SpmError('SPM_SECRET_MISSING', 'The encryption key for secrets is missing', {
    cause: 'SPM_CREDENTIALS_KEY is not set, and the target is not on this machine',
    hint: 'Set SPM_CREDENTIALS_KEY to 64 hex digits, for example from `openssl rand -hex 32`.',
  });
}
