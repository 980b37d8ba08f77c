/** The configuration of a project, also of one whose code may not run. */
import { isModule, type Project } from '../config/locate.js';
import { type Config, resolveConfig } from '../config/resolve.js';
import { SpmError } from '../errors.js';

/** What wins over the environment and the file. */
export interface ConfigFlags {
  target?: string;
  /** A relative path starts from the working directory. */
  store?: string;
}

/** A configuration that is code and may not run is read as far as its source shows it. @throws what `resolveConfig` throws */
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

/** The module that a configuration names; `folder` is where it was looked for. @throws SpmError SPM_CONFIG_NOT_FOUND */
export function connectorOf({ file, connector }: Config, folder: string): string {
  if (file !== null) return connector;
  throw new SpmError('SPM_CONFIG_NOT_FOUND', 'There is no configuration file', {
    cause: `none was found in ${folder} or above it`,
    hint: 'Run `spm-connect init` to scaffold a connector, or point to one with --config FILE.',
  });
}
