/** Names of the ecosystem's kit that this package lacks, and their replacements. Pure. */

const SERVER =
  'It comes with the server of spm-connect, which is not built yet. Keep that code in a separate module.';

const INSTEAD: Readonly<Record<string, string>> = {
  createIntegrationApp: SERVER,
  makeTestApp: SERVER,
  buildManifest: SERVER,
};

/** What to use instead of a name of the kit that is missing here; undefined for an unknown name. */
export function insteadOf(name: string): string | undefined {
  return Object.hasOwn(INSTEAD, name) ? INSTEAD[name] : undefined;
}

export const NAMES_OF_THE_SERVER: readonly string[] = Object.keys(INSTEAD);
