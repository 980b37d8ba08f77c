/** Finds the project: the configuration file, its folder, and the environment with its `.env`. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { causeText, SpmError } from '../errors.js';
import { withoutBom } from '../syntax/bom.js';
import { SyntaxFault } from '../syntax/data.js';
import { counts, findConfig, readData } from './data-file.js';

type Env = Readonly<Record<string, string | undefined>>;

const MODULES = ['ts', 'mts', 'js', 'mjs', 'cjs'];
const DATA = ['json', 'yaml', 'yml'];

/** In order of preference. */
export const SEARCH_PLACES: readonly string[] = [
  ...[...MODULES, ...DATA].map((extension) => `spm-connect.config.${extension}`),
  '.spm-connectrc',
  ...[...DATA, ...MODULES].map((extension) => `.spm-connectrc.${extension}`),
  'package.json',
];

export interface Project {
  /** Absolute path of the configuration file; null if there is none. */
  file: string | null;
  /** The content of a data file. A module is evaluated later, with the environment of `.env`. */
  content: unknown;
  /** Why the file has no content. Thrown when the configuration is needed. */
  failure?: SpmError;
  /** Folder of the file, or else the working directory. Relative paths start here. */
  dir: string;
  /** The process's environment over the `.env` beside the file. */
  env: Env;
  /** False: no code of the project may run, and its `.env` is not read. */
  run?: false;
  /** Settings of a module that are unknown without running it. */
  unread?: readonly string[];
}

/**
 * Looks from `cwd` upwards, or at `explicit`; with `search` false, not at all.
 * @throws SpmError SPM_CONFIG_NOT_FOUND for an explicit file that does not exist
 */
export async function locateProject(
  cwd: string,
  explicit: string | undefined,
  env: Env,
  search = true,
  run = true,
): Promise<Project> {
  if (!search) return { file: null, content: undefined, dir: cwd, env };
  const file = explicit === undefined ? await nearest(cwd, run) : explicitFile(cwd, explicit);
  const dir = file === null ? cwd : dirname(file);
  const project: Project = run
    ? { file, content: undefined, dir, env: { ...dotenv(dir), ...env } }
    : { file, content: undefined, dir, env, run };
  return file === null ? project : { ...project, ...contentOf(file, explicit === undefined) };
}

/** The configuration file in the folder or the nearest folder above it. cosmiconfig only finds it: nothing is run. */
async function nearest(cwd: string, run: boolean): Promise<string | null> {
  // cosmiconfig runs a `.config/config.js` of the project.
  if (!run) return findConfig(cwd, SEARCH_PLACES);
  const { cosmiconfig } = await import('cosmiconfig');
  const unread = () => ({});
  const loaders = Object.fromEntries([...MODULES, ...DATA].map((type) => [`.${type}`, unread]));
  try {
    const explorer = cosmiconfig('spm-connect', {
      searchPlaces: [...SEARCH_PLACES],
      searchStrategy: 'global',
      ignoreEmptySearchPlaces: false,
      cache: false,
      loaders: { ...loaders, noExt: unread, '.json': packageOrUnread },
    });
    return (await explorer.search(cwd))?.filepath ?? null;
  } catch {
    // cosmiconfig first reads a package.json in the working directory, and fails if it is broken or has a BOM.
    return findConfig(cwd, SEARCH_PLACES);
  }
}

/** cosmiconfig must see whether a package.json has our key. */
function packageOrUnread(file: string): unknown {
  return basename(file) === 'package.json' && counts(file) ? { 'spm-connect': {} } : {};
}

/**
 * The content of a data file, or the reason why there is none: a command that needs the content fails with that
 * reason.
 */
function contentOf(file: string, isFound: boolean): Pick<Project, 'content' | 'failure'> {
  try {
    if (isFound) refuseTwo(file);
    return { content: isModule(file) ? undefined : readData(file) };
  } catch (error) {
    const failure = error instanceof SpmError ? error : unreadable(file, error);
    return { content: undefined, failure };
  }
}

function unreadable(file: string, cause: unknown): SpmError {
  const at = cause instanceof SyntaxFault ? `${file}:${cause.line}:${cause.column}` : file;
  return new SpmError(
    'SPM_CONFIG_INVALID',
    `The configuration file ${basename(file)} cannot be read`,
    {
      cause: `${causeText(cause)} (at ${relative(process.cwd(), at)})`,
      hint: 'Correct the file; `spm-connect config` checks it.',
      details: { at },
    },
  );
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

/** A broken package.json counts, because it may contain the configuration. */
function refuseBroken(file: string): void {
  try {
    readData(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function refuseTwo(file: string): void {
  const places = new Set(SEARCH_PLACES);
  const others = readdirSync(dirname(file)).filter(
    (name) => places.has(name) && name !== basename(file) && counts(join(dirname(file), name)),
  );
  if (others.length === 0) return;
  if (others.includes('package.json')) refuseBroken(join(dirname(file), 'package.json'));
  const names = [basename(file), ...others];
  throw new SpmError(
    'SPM_CONFIG_AMBIGUOUS',
    `There are ${names.length} configuration files in ${dirname(file)}`,
    {
      cause: names.join(', '),
      hint: `Keep one of them, or choose with --config ${basename(file)}.`,
      details: { at: file },
    },
  );
}

function dotenv(dir: string): Env {
  const file = join(dir, '.env');
  return existsSync(file) ? parseEnv(withoutBom(readFileSync(file, 'utf8'))) : {};
}
