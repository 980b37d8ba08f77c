/** Names of the ecosystem's kit that this package lacks, and their replacements. Pure. */

const SERVER =
  'Run `spm-connect serve` instead. Code that starts the server itself has no replacement yet: keep it in a separate module.';

const NONE_YET = 'It has no replacement yet. Keep that code in a separate module.';

const INSTEAD: Readonly<Record<string, string>> = {
  createIntegrationApp: SERVER,
  makeTestApp: NONE_YET,
  buildManifest: NONE_YET,
};

/** What to use instead of a name of the kit that is missing here; undefined for an unknown name. */
export function insteadOf(name: string): string | undefined {
  return Object.hasOwn(INSTEAD, name) ? INSTEAD[name] : undefined;
}

export const NAMES_OF_THE_SERVER: readonly string[] = Object.keys(INSTEAD);
