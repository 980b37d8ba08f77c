import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CODE_FOLDER } from '../own-files.js';

/** Packages that come with spm-connect: a module may import them without installing them. */
const OUR_COPIES: Readonly<Record<string, readonly string[]>> = {
  'spm-connect': ['spm-connect', 'spm-connect/config', 'spm-connect/kit', 'spm-connect/testing'],
  '@shopimind/sdk-js': ['@shopimind/sdk-js'],
  'csv-parse': ['csv-parse', 'csv-parse/sync'],
};

const OWN_MODULES: Readonly<Record<string, string>> = {
  'spm-connect': 'index',
  'spm-connect/config': 'config/define',
  'spm-connect/kit': 'kit',
  'spm-connect/testing': 'testing',
};

/**
 * The ecosystem's kit. Its imports always lead to our replacement, because our objects do not work with its own.
 */
export const KIT_PACKAGE = '@shopimind/integration-kit-js';

const IN_PLACE_OF_KIT: Readonly<Record<string, string>> = {
  [KIT_PACKAGE]: 'spm-connect/kit',
  [`${KIT_PACKAGE}/testing`]: 'spm-connect/testing',
};

/** The URL that an import of this module leads to. */
type Resolve = (specifier: string) => string;

/**
 * Maps these imports of a module in `directory` to the copies of the running spm-connect. Packages that the project
 * has are left out, so that it uses its own; the ecosystem's kit is always mapped.
 */
export function copiesFor(directory: string, resolve: Resolve): Record<string, string> {
  const missing = Object.entries(OUR_COPIES).filter(([name]) => !isInstalled(name, directory));
  const specifiers = missing.flatMap(([, all]) => all.map((one) => [one, one] as const));
  const all = [...specifiers, ...Object.entries(IN_PLACE_OF_KIT)];
  return Object.fromEntries(all.map(([specifier, ours]) => [specifier, ourCopy(ours, resolve)]));
}

/** Whether a module in `directory` could import the ecosystem's kit itself. */
export function hasKit(directory: string): boolean {
  return isInstalled(KIT_PACKAGE, directory);
}

/** The directory and all directories above it. */
export function foldersAbove(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...foldersAbove(parent)];
}

function isInstalled(name: string, directory: string): boolean {
  return foldersAbove(directory).some((folder) => existsSync(join(folder, 'node_modules', name)));
}

function ourCopy(specifier: string, resolve: Resolve): string {
  const own = OWN_MODULES[specifier];
  if (own === undefined) return fileURLToPath(resolve(specifier));
  // `.js` in a build, `.ts` when the sources run.
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  return fileURLToPath(new URL(own + extension, CODE_FOLDER));
}
