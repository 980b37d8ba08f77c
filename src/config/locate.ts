/** Finds the project: the configuration file, its folder, and the environment with its `.env`. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { SpmError } from '../errors.js';

type Env = Readonly<Record<string, string | undefined>>;

const MODULES = ['ts', 'mts', 'js', 'mjs', 'cjs'];
const DATA = ['json', 'yaml', 'yml'];

/** In the order in which they are tried. */
export const SEARCH_PLACES: readonly string[] = [
  ...[...MODULES, ...DATA].map((extension) => `spm-connect.config.${extension}`),
  '.spm-connectrc',
  ...[...DATA, ...MODULES].map((extension) => `.spm-connectrc.${extension}`),
  'package.json',
];

export interface Project {
  /** Absolute path of the configuration file; null when there is none. */
  file: string | null;
  /** What a data file holds. A module is evaluated later, with the environment of `.env` in place. */
  content: unknown;
  /** Folder of the file, else the working directory: what relative paths start from. */
  dir: string;
  /** The process's environment over the `.env` beside the file. */
  env: Env;
  /** False: nothing of the project may run, and its `.env` is not read. `content` is then all there is of a module. */
  run?: false;
  /** Settings of a module that could not be read without running it. */
  unread?: readonly string[];
}

/**
 * Looks from `cwd` upwards, or at `explicit`; with `search` false, not at all.
 * @throws SpmError SPM_CONFIG_NOT_FOUND for an explicit file that is not there, SPM_CONFIG_AMBIGUOUS for
 *   two files in one folder, SPM_CONFIG_INVALID for JSON or YAML that does not parse
 */
export async function locateProject(
  cwd: string,
  explicit: string | undefined,
  env: Env,
  search = true,
  run = true,
): Promise<Project> {
  if (!search) return { file: null, content: undefined, dir: cwd, env };
  if (!run) return locateData(cwd, explicit, env);
  const { cosmiconfig, defaultLoaders } = await import('cosmiconfig');
  const deferred = () => ({});
  const explorer = cosmiconfig('spm-connect', {
    searchPlaces: [...SEARCH_PLACES],
    searchStrategy: 'global',
    cache: false,
    loaders: {
      ...defaultLoaders,
      ...Object.fromEntries(MODULES.map((extension) => [`.${extension}`, deferred])),
    },
  });
  const found = await refuseBadSyntax(
    explicit === undefined ? explorer.search(cwd) : explorer.load(explicitFile(cwd, explicit)),
  );
  const file = found?.filepath ?? null;
  if (file !== null && explicit === undefined) refuseTwo(file);
  const dir = file === null ? cwd : dirname(file);
  return { file, content: found?.config, dir, env: { ...dotenv(dir), ...env } };
}

/** Reads data files alone: the usual search also runs a `.config/config.js` that the project may have. */
async function locateData(cwd: string, explicit: string | undefined, env: Env): Promise<Project> {
  const { findConfig, readData } = await import('./data-file.js');
  const file =
    explicit === undefined ? findConfig(cwd, SEARCH_PLACES) : explicitFile(cwd, explicit);
  if (file === null) return { file, content: undefined, dir: cwd, env, run: false };
  if (explicit === undefined) refuseTwo(file);
  const content = isModule(file) ? undefined : await refuseBadSyntax(readData(file));
  return { file, content, dir: dirname(file), env, run: false };
}

export const isModule = (file: string): boolean => MODULES.includes(file.split('.').pop() ?? '');

function explicitFile(cwd: string, explicit: string): string {
  const file = resolve(cwd, explicit);
  if (existsSync(file) && statSync(file).isFile()) return file;
  throw new SpmError('SPM_CONFIG_NOT_FOUND', `There is no configuration file ${explicit}`, {
    cause: `${file} ${existsSync(file) ? 'is not a file' : 'does not exist'}`,
    hint: 'Check --config (or SPM_CONFIG).',
  });
}

async function refuseBadSyntax<T>(loading: Promise<T>): Promise<T> {
  try {
    return await loading;
  } catch (cause) {
    throw new SpmError('SPM_CONFIG_INVALID', 'The configuration file cannot be read', {
      cause,
      hint: 'Correct the file; `spm-connect config` checks it.',
    });
  }
}

function refuseTwo(file: string): void {
  const places = new Set(SEARCH_PLACES);
  const others = readdirSync(dirname(file)).filter(
    (name) => places.has(name) && name !== basename(file) && isConfig(join(dirname(file), name)),
  );
  if (others.length === 0) return;
  const names = [basename(file), ...others];
  throw new SpmError(
    'SPM_CONFIG_AMBIGUOUS',
    `There are ${names.length} configuration files in ${dirname(file)}`,
    {
      cause: names.join(', '),
      hint: `Keep one of them, or choose with --config ${basename(file)}.`,
    },
  );
}

/** A package.json counts only when it has our key. */
function isConfig(file: string): boolean {
  if (basename(file) !== 'package.json') return true;
  try {
    return 'spm-connect' in JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
}

function dotenv(dir: string): Env {
  const file = join(dir, '.env');
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
}
