/** Keeps secrets out of what is shown. */
import { SECRETS } from '../config/settings.js';
import { redact } from '../runtime/security/redact.js';

type Env = Readonly<Record<string, string | undefined>>;

/** The values of the environment that no output may hold; of a key ring, every key. */
export function knownSecrets(env: Env): string[] {
  return SECRETS.flatMap((name) => {
    const value = env[name] ?? '';
    return [value, ...value.split(',').map((part) => part.trim())];
  }).filter((value) => value !== '');
}

/** The text or data without secrets, and otherwise as it is. */
export function withoutSecrets<T>(value: T, env: Env): T {
  return redact(value, { secrets: knownSecrets(env), whole: true }) as T;
}
