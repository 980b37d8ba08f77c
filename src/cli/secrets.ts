/** The secrets of the environment. */
import { SECRETS } from '../config/settings.js';

type Env = Readonly<Record<string, string | undefined>>;

/** What people call a variable that holds a secret. */
const SECRET_NAME =
  /(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|(?:API|ACCESS|PRIVATE|SECRET|ENCRYPTION)_?KEY)$/i;

/** Long, of letters and digits, and no path: a word or a folder would be hidden wherever it stands. */
const LOOKS_RANDOM = /^(?![/~.])(?=.*\d)(?=.*[a-z])\S{12,}$/i;

/**
 * The values that no output may hold: of our own variables, where a list is one secret an item too; and of those that a
 * connector may read, told by their names.
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
