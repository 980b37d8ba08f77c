/** Resolves every setting, with its origin: defaults < file < environment < flags. */
import { basename, resolve } from 'node:path';
import { SpmError } from '../errors.js';
import { readSetting } from './check.js';
import { isModule, type Project } from './locate.js';
import { configProblems } from './schema.js';
import { SETTINGS, type SettingSpec } from './settings.js';
import type { UserConfig } from './user-config.js';

export { isLocalTarget } from './check.js';

/** A store in memory, which ends with the process. */
export const IN_MEMORY = ':memory:';

export interface Origin {
  kind: 'default' | 'file' | 'environment' | 'flag';
  /** The file's name, the variable or the flag. */
  name: string;
}

export interface ResolvedSetting {
  key: string;
  value: unknown;
  origin: Origin;
}

export interface Config {
  /** Absolute, or null when there is no file. */
  file: string | null;
  /** Absolute; relative paths of the file start here. */
  dir: string;
  settings: readonly ResolvedSetting[];
  /** Absolute path. */
  connector: string;
  /** Absolute path, or `:memory:`. */
  store: string;
  /** `sandbox`, `production` or a base URL. */
  target: string;
  sync: {
    backfillDays: number;
    overlapSeconds: number;
    settleSeconds: number;
    concurrency: number;
    interval: string;
  };
  server: { host: string; port: number; adminPort: number };
  /** Days; 0 keeps for ever. */
  retention: { days: number; rejectDays: number; auditDays: number };
  lint: {
    rules: Record<string, 'off' | 'info' | 'warning' | 'error'>;
    settings: string[];
    /** As written in the file; null if there is none. */
    base: string | null;
  };
  /**
   * Settings that are unknown because the file is code that must not run. They have their defaults.
   */
  unread?: readonly string[];
}

/** @throws SpmError SPM_CONFIG_INVALID, SPM_INVALID_VALUE */
export async function resolveConfig(
  project: Project,
  flags: { target?: string; store?: string },
  cwd: string,
): Promise<Config> {
  const user = await readUserConfig(project, cwd);
  const settings = SETTINGS.map((spec) => resolveSetting(spec, user, project, flags));
  const value = (key: string) => settings.find((setting) => setting.key === key);
  // A path on the command line starts from the working directory, any other from the project.
  const path = (key: string) => {
    const setting = value(key);
    if (setting?.value === IN_MEMORY) return IN_MEMORY;
    return resolve(setting?.origin.kind === 'flag' ? cwd : project.dir, String(setting?.value));
  };
  const section = (prefix: string) =>
    Object.fromEntries(
      settings
        .filter(({ key }) => key.startsWith(`${prefix}.`))
        .map((setting) => [setting.key.slice(prefix.length + 1), setting.value]),
    );
  return {
    file: project.file,
    dir: project.dir,
    settings,
    connector: path('connector'),
    store: path('store'),
    target: String(value('target')?.value),
    sync: section('sync') as Config['sync'],
    server: section('server') as Config['server'],
    retention: section('retention') as Config['retention'],
    lint: section('lint') as Config['lint'],
    ...(project.unread !== undefined && { unread: project.unread }),
  };
}

function resolveSetting(
  spec: SettingSpec,
  user: UserConfig,
  project: Project,
  flags: { target?: string; store?: string },
): ResolvedSetting {
  const { key, env, flag } = spec;
  const given = flag === undefined ? undefined : flags[flag];
  if (given !== undefined) {
    const name = `--${flag}`;
    return { key, value: readSetting(spec, given, name), origin: { kind: 'flag', name } };
  }
  const text = env === undefined ? undefined : project.env[env];
  if (env !== undefined && text !== undefined && text !== '') {
    const origin: Origin = { kind: 'environment', name: env };
    return { key, value: readSetting(spec, text, env), origin };
  }
  const written = at(user, spec.key);
  if (written !== undefined)
    return {
      key,
      value: written,
      origin: { kind: 'file', name: basename(project.file ?? '') },
    };
  return { key, value: spec.default, origin: { kind: 'default', name: 'default' } };
}

function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, key) =>
        typeof inner === 'object' && inner !== null
          ? (inner as Record<string, unknown>)[key]
          : undefined,
      value,
    );
}

async function readUserConfig(project: Project, cwd: string): Promise<UserConfig> {
  if (project.failure !== undefined) throw project.failure;
  if (project.file === null) return {};
  const content =
    isModule(project.file) && project.run !== false
      ? await loadConfigModule(project.file, cwd)
      : project.content;
  const problems = configProblems(content ?? {});
  if (problems.length === 0) return (content ?? {}) as UserConfig;
  throw new SpmError('SPM_CONFIG_INVALID', `${basename(project.file)} is not valid`, {
    cause: problems.join('\n'),
    hint: `Correct ${project.file}.`,
    details: { at: project.file, setting: settingIn(problems[0]) },
  });
}

/** The path of the setting that a problem starts with; undefined for a problem of the whole file. */
function settingIn(problem = ''): string | undefined {
  return /^([\w$.[\]]+)\S*(?: cannot be |: )/.exec(problem)?.[1];
}

async function loadConfigModule(file: string, cwd: string): Promise<unknown> {
  const { loadDefaultExport } = await import('./module.js');
  try {
    const loaded = await loadDefaultExport(file);
    if (loaded.found) return loaded.value;
  } catch (error) {
    throw await moduleError(file, cwd, error);
  }
  throw new SpmError('SPM_CONFIG_INVALID', `${basename(file)} has no default export`, {
    hint: 'Write `export default defineConfig({ ... })`.',
    details: { at: file },
  });
}

async function moduleError(file: string, cwd: string, error: unknown): Promise<SpmError> {
  const { failurePlace } = await import('./failure-place.js');
  const place = failurePlace(error, cwd);
  const { failureReason } = await import('./failure-reason.js');
  const reason = failureReason(error);
  return new SpmError('SPM_CONFIG_INVALID', `${basename(file)} cannot be loaded`, {
    cause: new Error(place === undefined ? reason : `${reason} (at ${place})`, { cause: error }),
    hint: `Correct ${file}.`,
    details: { at: place ?? file },
  });
}
