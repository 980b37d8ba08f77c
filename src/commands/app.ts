/** The app of a command: made from its invocation, and closed when it ends. */
import { App } from '../app/app.js';
import type { Invocation } from './types.js';

/** Runs `use` with an app and closes whatever it opened, also when it throws. */
export async function withApp<T>(
  { project, cwd, globals, logger, redactor, signal }: Invocation,
  use: (app: App) => Promise<T>,
): Promise<T> {
  const app = new App({ project, cwd, flags: globals, logger, redactor, signal });
  try {
    return await use(app);
  } finally {
    await app.close();
  }
}
