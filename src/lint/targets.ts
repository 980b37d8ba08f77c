/** Finds what a command line asks to look at. */
import { type Stats, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Config } from '../config/resolve.js';
import { SpmError } from '../errors.js';
import { planFormatOf } from '../plan-file/parse.js';

/** A file to look at, with the configuration that concerns it. */
export interface Target {
  kind: 'connector' | 'plan';
  /** Absolute. */
  file: string;
  config: Config;
}

/** Where configurations come from. */
export interface Configs {
  /** That of the working directory. */
  config(): Promise<Config>;
  /** The nearest above a folder. */
  configNear(folder: string): Promise<Config>;
  /** The connector of a configuration. @throws SpmError SPM_CONFIG_NOT_FOUND when there is no configuration file */
  connectorOf(config: Config, folder: string): string;
}

/**
 * The connector of the configuration, or what stands at the paths: connector modules, plan files, and folders, which
 * stand for the connector of their configuration. Each file once.
 * @throws SpmError SPM_INVALID_VALUE for a path that leads to none of them
 */
export async function findTargets(
  paths: readonly string[],
  configs: Configs,
  cwd: string,
): Promise<Target[]> {
  if (paths.length === 0) {
    const config = await configs.config();
    return [{ kind: 'connector', file: configs.connectorOf(config, cwd), config }];
  }
  const targets: Target[] = [];
  for (const path of paths) {
    const target = await targetAt(path, configs, cwd);
    if (!targets.some(({ file }) => file === target.file)) targets.push(target);
  }
  return targets;
}

async function targetAt(path: string, configs: Configs, cwd: string): Promise<Target> {
  const file = resolve(cwd, path);
  if (statsOf(path, file).isDirectory()) {
    const config = await configs.configNear(file);
    return { kind: 'connector', file: configs.connectorOf(config, file), config };
  }
  const kind = kindOf(file);
  if (kind === undefined) throw neither(relative(cwd, file));
  return { kind, file, config: await configs.configNear(dirname(file)) };
}

function statsOf(path: string, file: string): Stats {
  try {
    return statSync(file);
  } catch (cause) {
    const isMissing = ['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '');
    throw notThere(path, isMissing ? `${file} does not exist` : cause);
  }
}

function kindOf(file: string): Target['kind'] | undefined {
  if (planFormatOf(file) !== undefined) return 'plan';
  return /\.[cm]?[jt]s$/.test(file) ? 'connector' : undefined;
}

function notThere(path: string, cause: unknown): SpmError {
  const pattern = /[*?[{]/.test(path);
  return new SpmError('SPM_INVALID_VALUE', `There is nothing at ${path}`, {
    cause: pattern ? 'no file matches the pattern' : cause,
    hint: pattern
      ? 'Leave the pattern to the shell, without quotes, and check that it matches a file.'
      : 'Give the path of a connector module, a plan file or a folder with a configuration.',
  });
}

function neither(path: string): SpmError {
  return new SpmError('SPM_INVALID_VALUE', `${path} is neither a connector nor a plan file`, {
    cause:
      'connectors are .ts, .mts, .js, .mjs or .cjs modules, plan files are .plan.yaml or .plan.json',
    hint: 'Leave it out, or rename it.',
  });
}
