/** Loads TypeScript and JavaScript modules without a build step. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeFolder } from '../files/folders.js';
import { copiesFor, foldersAbove, hasKit } from './package-copies.js';

/** The default export of a module, or the names of its exports. */
export type DefaultExport = { found: true; value: unknown } | { found: false; names: string[] };

/**
 * The default export of an ES module, or the exports of a CommonJS module. `file` is absolute. Each call runs
 * TypeScript modules anew. Rejects with the error that the module throws, or with an error about its syntax; see
 * `failurePlace`.
 */
export async function loadDefaultExport(file: string): Promise<DefaultExport> {
  const loaded: unknown = (await loadAsItIs(file)) ?? (await compile(file));
  if (typeof loaded !== 'object' || loaded === null) return { found: true, value: loaded };
  if ('default' in loaded) return { found: true, value: loaded.default };
  if (isEsModule(loaded)) return { found: false, names: Object.keys(loaded) };
  return { found: true, value: loaded };
}

/**
 * The exports of an ES module that Node can load by itself; undefined for any other. Rejects with the error that
 * the module throws.
 */
async function loadAsItIs(file: string): Promise<object | undefined> {
  if (!isJavaScriptModule(file) || hasKit(dirname(file))) return undefined;
  try {
    return (await import(pathToFileURL(file).href)) as object;
  } catch (error) {
    if (isForCompiler(error)) return undefined;
    throw error;
  }
}

/**
 * The compiler reports the place of a syntax error, resolves imports that Node does not, finds our packages, and
 * gives an ES module a `require`.
 */
function isForCompiler(error: unknown): boolean {
  if (error instanceof SyntaxError || error instanceof ReferenceError) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('ERR_') || code === 'MODULE_NOT_FOUND';
}

function isJavaScriptModule(file: string): boolean {
  const extension = extname(file);
  return extension === '.mjs' || (extension === '.js' && packageType(dirname(file)) === 'module');
}

/** The `type` of the package that a folder belongs to. */
function packageType(folder: string): unknown {
  const place = foldersAbove(folder).find((above) => existsSync(join(above, 'package.json')));
  if (place === undefined) return undefined;
  try {
    return (JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as { type?: unknown })
      .type;
  } catch {
    return undefined;
  }
}

async function compile(file: string): Promise<unknown> {
  const { createJiti } = compiler();
  const ours = createJiti(import.meta.url);
  const loader = createJiti(file, {
    alias: copiesFor(dirname(file), (specifier) => ours.esmResolve(specifier)),
    moduleCache: false,
    fsCache: cacheFolder(file),
  });
  try {
    return await loader.import(file);
  } catch (error) {
    // The compiler fails on a module that exports null: it looks for a promise in it.
    if (isNullExport(error)) return { default: null };
    throw error;
  }
}

const isNullExport = (error: unknown): boolean =>
  error instanceof TypeError &&
  /of null \(reading 'then'\)$/.test(error.message) &&
  /^\s*at .*[\\/](?:jiti)[\\/]/m.test(error.stack?.split('\n')[1] ?? '');

/** Loaded only when a module needs it: loading takes a tenth of the start of a sync. */
const compiler = (): typeof import('jiti') => createRequire(import.meta.url)('jiti');

/**
 * Compiled modules are kept in the project's own folders: beside its packages, or beside its store before an
 * install. If it has neither, they are not kept: a folder that every user can write is not safe for code.
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
