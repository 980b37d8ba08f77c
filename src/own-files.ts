/** Where the files of this program are: the one place that depends on where a build puts the code. */
import { readFileSync } from 'node:fs';

/** Holds the code and what belongs to it: `src`, or `dist` once it is built. */
export const CODE_FOLDER = new URL('./', import.meta.url);

/** Holds `package.json`, `docs` and `templates`. */
export const PACKAGE_FOLDER = new URL('../', CODE_FOLDER);

let version: string | undefined;

/** Of this package. */
export function ownVersion(): string {
  version ??= readVersion();
  return version;
}

function readVersion(): string {
  const file = new URL('package.json', PACKAGE_FOLDER);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
