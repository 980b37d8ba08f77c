/** An app of a folder, without a command line. */
import { App, type AppOptions } from '../../src/app/app.js';
import { locateProject } from '../../src/config/locate.js';
import { Redactor } from '../../src/runtime/security/redactor.js';
import { silentLogger } from './invocation.js';

export async function appIn(
  folder: string,
  env: Record<string, string> = {},
  given: Partial<AppOptions> = {},
): Promise<App> {
  return new App({
    project: await locateProject(folder, undefined, env),
    cwd: folder,
    logger: silentLogger,
    redactor: new Redactor(),
    signal: new AbortController().signal,
    ...given,
  });
}
