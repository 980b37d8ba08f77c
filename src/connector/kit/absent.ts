/** Names of the kit that are not here, and what takes their place. Pure. */

const SERVER =
  'It comes with the server of spm-connect, which is not built yet: keep it in a module of its own.';

const INSTEAD: Readonly<Record<string, string>> = {
  createIntegrationApp: SERVER,
  makeTestApp: SERVER,
  verifyShopimindSignature: SERVER,
  verifyShopimindSignatureMulti: SERVER,
  verifyIntegratorSignature: SERVER,
  signShopimindBody: SERVER,
  buildManifest: SERVER,
};

/** What to do about a name of the kit that is not exported here; undefined for one that it does not have either. */
export function insteadOf(name: string): string | undefined {
  return Object.hasOwn(INSTEAD, name) ? INSTEAD[name] : undefined;
}

export const NAMES_OF_THE_SERVER: readonly string[] = Object.keys(INSTEAD);
