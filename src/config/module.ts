/** Loads TypeScript and JavaScript modules without a build step. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createJiti } from 'jiti';
import { makeFolder } from '../files/folders.js';
import { copiesFor, foldersAbove } from './package-copies.js';

/** The default export of a module, or the names of its other exports. */
export type DefaultExport = { found: true; value: unknown } | { found: false; names: string[] };

/**
 * The default export of an ES module, or what a CommonJS one exports. `file` is absolute. Each call runs TypeScript
 * modules anew. Rejects with what the module throws, or with an error about its syntax; see `failurePlace`.
 */
export async function loadDefaultExport(file: string): Promise<DefaultExport> {
  const loader = createJiti(file, {
    alias: copiesFor(dirname(file)),
    moduleCache: false,
    fsCache: cacheFolder(file),
  });
  const loaded: unknown = await loader.import(file);
  if (typeof loaded !== 'object' || loaded === null) return { found: true, value: loaded };
  if ('default' in loaded) return { found: true, value: loaded.default };
  if (isEsModule(loaded)) return { found: false, names: Object.keys(loaded) };
  return { found: true, value: loaded };
}

/**
 * Compiled modules are kept in the project's own folders: beside its packages, or beside its store before anything is
 * installed. Without either they are not kept at all: a folder that everybody on the machine can write to is no place
 * for code that will run.
 */
function cacheFolder(file: string): string | false {
  const places = foldersAbove(dirname(file)).flatMap((folder) => [
    { own: join(folder, 'node_modules'), cache: join('.cache', 'spm-connect') },
    { own: join(folder, '.spm'), cache: 'cache' },
  ]);
  const place = places.find(({ own }) => existsSync(own));
  return place !== undefined && makeCache(join(place.own, place.cache));
}

/** Only the owner may write there. Without a cache, each run compiles again. */
function makeCache(folder: string): string | false {
  try {
    makeFolder(dirname(folder));
    makeFolder(folder, { isPrivate: true });
    return folder;
  } catch {
    return false;
  }
}

function isEsModule(loaded: object): boolean {
  if ('__esModule' in loaded || Object.prototype.toString.call(loaded) === '[object Module]')
    return true;
  return Object.keys(loaded).length === 0;
}
