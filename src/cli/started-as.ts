/** Finds out how this process was started, so that the user can paste the next steps. */
import { delimiter, dirname, resolve, sep } from 'node:path';
import { DIALECTS, isPackageManager } from '../scaffold/package-managers.js';

type Env = Readonly<Record<string, string | undefined>>;

const NAME = 'spm-connect';

/** `spm-connect`, or a form such as `npx spm-connect` when the shell cannot find the binary by itself. */
export function startedAs(script: string | undefined, env: Env): string {
  const manager = managerOf(env) ?? (isHidden(script, env) ? 'npm' : null);
  return manager === null ? NAME : `${DIALECTS[manager].exec} ${NAME}`;
}

/** The package manager that started the process, which names itself in the environment: `pnpm/9.1 node/v20`. */
function managerOf({ npm_config_user_agent: agent = '' }: Env) {
  const [name = ''] = agent.split('/');
  return isPackageManager(name) ? name : null;
}

/** Whether the binary was started by its path in a project, in a folder that is not on the PATH. */
function isHidden(script: string | undefined, { PATH = '' }: Env): boolean {
  if (!script?.includes(`node_modules${sep}.bin${sep}`)) return false;
  return !PATH.split(delimiter).some((folder) => resolve(folder) === dirname(resolve(script)));
}
