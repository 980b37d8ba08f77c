/** The secrets of the environment. */
import { SECRETS } from '../config/settings.js';

type Env = Readonly<Record<string, string | undefined>>;

/** Usual names of variables with secrets. */
const SECRET_NAME =
  /(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|(?:API|ACCESS|PRIVATE|SECRET|ENCRYPTION)_?KEY)$/i;

/** Long, with letters and digits, and not a path: common words and folders must not be hidden. */
const LOOKS_RANDOM = /^(?![/~.])(?=.*\d)(?=.*[a-z])\S{12,}$/i;

/**
 * The values that no output may contain: of our own variables (for a list, also each item), and of variables that a
 * connector may read, recognised by their names.
 */
export function secretsOf(env: Env): string[] {
  const own = SECRETS.flatMap((name) => {
    const value = env[name] ?? '';
    return [value, ...value.split(',').map((part) => part.trim())];
  });
  const others = Object.entries(env).flatMap(([name, value = '']) =>
    SECRET_NAME.test(name) && LOOKS_RANDOM.test(value) ? value : [],
  );
  return [...own, ...others].filter((value) => value !== '');
}
