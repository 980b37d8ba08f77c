/** The configuration of a project, also if its code must not run. */
import { isModule, type Project } from '../config/locate.js';
import { type Config, resolveConfig } from '../config/resolve.js';
import { SpmError } from '../errors.js';

/** Values that win over the environment and the file. */
export interface ConfigFlags {
  target?: string;
  /** Relative paths are resolved against the working directory. */
  store?: string;
}

/** If code must not run, only the literals in the source of a configuration are read. @throws the errors of `resolveConfig` */
export async function resolveProject(
  project: Project,
  flags: ConfigFlags,
  cwd: string,
): Promise<Config> {
  const { file, run } = project;
  if (file === null || run !== false || !isModule(file)) return resolveConfig(project, flags, cwd);
  const { readConfigStatically } = await import('../lint/static/config.js');
  return resolveConfig({ ...project, ...(await readConfigStatically(file)) }, flags, cwd);
}

/** The connector module of a configuration; `folder` is where the search started. @throws SpmError SPM_CONFIG_NOT_FOUND */
export function connectorOf({ file, connector }: Config, folder: string): string {
  if (file !== null) return connector;
  throw new SpmError('SPM_CONFIG_NOT_FOUND', 'No configuration file was found', {
    cause: `neither ${folder} nor a folder above it has one`,
    hint: 'Run `spm-connect init` to create a connector, or pass a file with --config FILE.',
  });
}
