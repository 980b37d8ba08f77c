/** Where the files of this program are. Only this module depends on where a build puts the code. */
import { readFileSync } from 'node:fs';

/** The folder of the code and its assets: `src`, or `dist` after a build. */
export const CODE_FOLDER = new URL('./', import.meta.url);

/** The folder of `package.json`, `docs` and `templates`. */
export const PACKAGE_FOLDER = new URL('../', CODE_FOLDER);

let version: string | undefined;

/** The version of this package. */
export function ownVersion(): string {
  version ??= readVersion();
  return version;
}

function readVersion(): string {
  const file = new URL('package.json', PACKAGE_FOLDER);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
