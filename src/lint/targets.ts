/** Finds the files that a command line asks to check. */
import { type Stats, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Config } from '../config/resolve.js';
import { SpmError } from '../errors.js';
import { planFormatOf } from '../plan-file/parse.js';
import type { ReadPlanFile } from '../plan-file/read.js';
import { inTime } from './contained.js';
import { readStdinPlan, STDIN, stdinFile } from './stdin.js';
import { isUnloaded, tryLoad, tryRun, type Unloaded } from './unloaded.js';

/** A file to check, with its configuration. */
export interface Target {
  kind: 'connector' | 'plan';
  /** Absolute. */
  file: string;
  config: Config;
  /** The plan, if it was read already: from standard input. */
  read?: ReadPlanFile;
}

/** The source of configurations. */
export interface Configs {
  /** The configuration of the working directory. */
  config(): Promise<Config>;
  /** The nearest configuration of a folder or above it. */
  configNear(folder: string): Promise<Config>;
  /** The configuration of a folder without a file. */
  withoutConfig(folder: string): Promise<Config>;
  /** The connector of a configuration. @throws SpmError SPM_CONFIG_NOT_FOUND if there is no configuration file */
  connectorOf(config: Config, folder: string): string;
}

export interface FoundTargets {
  targets: Target[];
  unloaded: Unloaded[];
}

/**
 * The connector of the configuration, or the connector modules, plan files and folders at the paths; a folder stands for
 * the connector of its configuration, and `-` for a plan on standard input. Each file once.
 * @throws SpmError SPM_INVALID_VALUE for a path that leads to none of them, SPM_CONFIG_NOT_FOUND without paths and
 *   configuration
 */
export async function findTargets(
  paths: readonly string[],
  configs: Configs,
  cwd: string,
  stdin?: () => Promise<string>,
): Promise<FoundTargets> {
  if (paths.length === 0) return collect([await targetIn(cwd, configs, () => configs.config())]);
  const { expand } = await import('./expand.js');
  const found: (Target | Unloaded)[][] = [];
  for (const path of await expand(paths, cwd)) {
    const isStdin = path === STDIN && stdin !== undefined;
    found.push(
      isStdin
        ? await stdinTargets(await stdin(), configs, cwd)
        : await targetsAt(path, configs, cwd),
    );
  }
  return collect(found.flat());
}

/**
 * The one target of a command.
 * @throws the errors of `findTargets`, and the error of a target that cannot be loaded
 */
export async function findTarget(
  path: string | undefined,
  configs: Configs,
  cwd: string,
): Promise<Target> {
  const { targets, unloaded } = await findTargets(path === undefined ? [] : [path], configs, cwd);
  const [failure] = unloaded;
  if (failure !== undefined) throw failure.error;
  const [target] = targets;
  if (target === undefined) throw new Error('there is no target');
  return target;
}

function collect(found: readonly (Target | Unloaded)[]): FoundTargets {
  const targets = found.filter((one): one is Target => !isUnloaded(one));
  return {
    targets: [...new Map(targets.map((target) => [target.file, target])).values()],
    unloaded: found.filter(isUnloaded),
  };
}

async function targetsAt(
  path: string,
  configs: Configs,
  cwd: string,
): Promise<(Target | Unloaded)[]> {
  const file = resolve(cwd, path);
  if (statsOf(path, file).isDirectory())
    return [await targetIn(file, configs, () => configs.configNear(file), true)];
  const kind = kindOf(file);
  if (kind === undefined) throw neither(relative(cwd, file));
  return targetsOf(kind, file, configs);
}

async function stdinTargets(
  text: string,
  configs: Configs,
  cwd: string,
): Promise<(Target | Unloaded)[]> {
  const read = readStdinPlan(text);
  const targets = await targetsOf('plan', stdinFile(cwd), configs);
  return targets.map((one) => (isUnloaded(one) ? one : { ...one, read }));
}

/** A file is checked even if its configuration cannot be loaded. */
async function targetsOf(
  kind: Target['kind'],
  file: string,
  configs: Configs,
): Promise<(Target | Unloaded)[]> {
  const folder = dirname(file);
  const config = await tryRun(file, folder, () => inTime(() => configs.configNear(folder)));
  if (!isUnloaded(config)) return [{ kind, file, config }];
  return [config, { kind, file, config: await configs.withoutConfig(folder) }];
}

async function targetIn(
  folder: string,
  configs: Configs,
  read: () => Promise<Config>,
  isAsked = false,
): Promise<Target | Unloaded> {
  const config = await tryRun(folder, folder, () => inTime(read));
  if (isUnloaded(config)) return config;
  const connector = () => configs.connectorOf(config, folder);
  const file = isAsked ? await tryLoad(folder, connector) : connector();
  return typeof file === 'string' ? { kind: 'connector', file, config } : file;
}

function statsOf(path: string, file: string): Stats {
  try {
    return statSync(file);
  } catch (cause) {
    const isMissing = ['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '');
    throw new SpmError('SPM_INVALID_VALUE', `There is nothing at ${path}`, {
      cause: isMissing ? `${file} does not exist` : cause,
      hint: 'Give the path of a connector module, a plan file or a folder with a configuration.',
    });
  }
}

function kindOf(file: string): Target['kind'] | undefined {
  if (planFormatOf(file) !== undefined) return 'plan';
  return /\.[cm]?[jt]s$/.test(file) ? 'connector' : undefined;
}

function neither(path: string): SpmError {
  return new SpmError('SPM_INVALID_VALUE', `${path} is neither a connector nor a plan file`, {
    cause:
      'a connector is a .ts, .mts, .js, .mjs or .cjs module, and a plan file is .plan.yaml or .plan.json',
    hint: 'Remove this path, or rename the file.',
  });
}
