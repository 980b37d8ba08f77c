/**
 * Encrypts stored secrets: AES-256-GCM, bound to their place by the additional data, under a ring of keys so that a
 * new key can be added before the old one is removed.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SpmError } from '../../errors.js';

export interface SecretCipher {
  /** `gcm:<iv hex>:<tag hex>:<ciphertext hex>`, under the newest key. `aad` is `<installation_id>:<key>`. */
  encrypt(plain: string, aad: string): string;
  /** Tries every key. Throws SPM_SECRET_INVALID on a wrong key, a changed text, or one moved elsewhere. */
  decrypt(text: string, aad: string): string;
}

const KEY = /^[0-9a-f]{64}$/i;
const SEALED = /^gcm:([0-9a-f]{24}):([0-9a-f]{32}):((?:[0-9a-f]{2})*)$/i;

/**
 * A cipher from keys of 64 hex digits, separated by commas, the newest first.
 * Throws SPM_SECRET_INVALID when one is not of that form.
 */
export function makeSecretCipher(ring: string): SecretCipher {
  const keys = readRing(ring);
  return {
    encrypt: (plain, aad) => seal(plain, aad, keys[0]),
    decrypt: (text, aad) => {
      const [, iv, tag, body] = SEALED.exec(text) ?? [];
      if (iv === undefined || tag === undefined || body === undefined) {
        throw undecryptable(aad, 'it is not in the format gcm:<iv>:<tag>:<ciphertext>');
      }
      for (const key of keys) {
        const plain = open({ iv, tag, body }, aad, key);
        if (plain !== null) return plain;
      }
      throw undecryptable(aad, 'it was changed, moved, or encrypted with a different key');
    },
  };
}

function readRing(ring: string): [Buffer, ...Buffer[]] {
  const [newest, ...older] = ring.split(',').map((part, n) => readKey(part.trim(), n));
  // `split` gives at least one part.
  return [newest as Buffer, ...older];
}

function readKey(text: string, index: number): Buffer {
  if (KEY.test(text)) return Buffer.from(text, 'hex');
  throw new SpmError('SPM_SECRET_INVALID', 'The credentials key is malformed', {
    cause: `key ${index + 1} of SPM_CREDENTIALS_KEY is not 64 hex digits; it has ${text.length} characters`,
    hint: 'Create a key with `openssl rand -hex 32`.',
  });
}

function seal(plain: string, aad: string, key: Buffer): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(aad));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return ['gcm', ...[iv, cipher.getAuthTag(), body].map((part) => part.toString('hex'))].join(':');
}

/** Null when the key, the text and the place do not match. */
function open(
  sealed: { iv: string; tag: string; body: string },
  aad: string,
  key: Buffer,
): string | null {
  const cipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'hex'), {
    authTagLength: 16,
  });
  cipher.setAAD(Buffer.from(aad)).setAuthTag(Buffer.from(sealed.tag, 'hex'));
  const start = cipher.update(sealed.body, 'hex');
  try {
    return Buffer.concat([start, cipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

function undecryptable(aad: string, cause: string): SpmError {
  return new SpmError('SPM_SECRET_INVALID', `The stored secret ${aad} cannot be decrypted`, {
    cause,
    hint: 'Set SPM_CREDENTIALS_KEY to the key that encrypted it. Put older keys after the newest, separated by commas.',
  });
}

/** The error when the store needs a key and none is set. */
export function noKey(message: string): SpmError {
  return new SpmError('SPM_SECRET_MISSING', message, {
    cause: 'SPM_CREDENTIALS_KEY is not set',
    hint: 'Set SPM_CREDENTIALS_KEY to 64 hex digits, for example from `openssl rand -hex 32`.',
  });
}
