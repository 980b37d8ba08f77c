/** How this process was started, so that the next steps can be pasted as they are shown. */
import { delimiter, dirname, resolve, sep } from 'node:path';
import { DIALECTS, isPackageManager } from '../scaffold/package-managers.js';

type Env = Readonly<Record<string, string | undefined>>;

const NAME = 'spm-connect';

/** `spm-connect`, or `npx spm-connect` and the like where the shell does not find it on its own. */
export function startedAs(script: string | undefined, env: Env): string {
  const manager = managerOf(env) ?? (isHidden(script, env) ? 'npm' : null);
  return manager === null ? NAME : `${DIALECTS[manager].exec} ${NAME}`;
}

/** The package manager that started the process, which names itself in the environment: `pnpm/9.1 node/v20`. */
function managerOf({ npm_config_user_agent: agent = '' }: Env) {
  const [name = ''] = agent.split('/');
  return isPackageManager(name) ? name : null;
}

/** Whether the binary of a project was started by its path, since the shell does not look there. */
function isHidden(script: string | undefined, { PATH = '' }: Env): boolean {
  if (!script?.includes(`node_modules${sep}.bin${sep}`)) return false;
  return !PATH.split(delimiter).some((folder) => resolve(folder) === dirname(resolve(script)));
}
