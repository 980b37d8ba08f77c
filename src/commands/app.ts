/** The app of a command: made from its invocation, and closed when it ends. */
import { App } from '../app/app.js';
import type { Invocation } from './types.js';
import { waitMs } from './wait.js';

/** Runs `use` with an app and closes whatever it opened, also when it throws. */
export async function withApp<T>(
  invocation: Invocation,
  use: (app: App) => Promise<T>,
): Promise<T> {
  const { project, cwd, globals: flags, logger, redactor, signal, progress } = invocation;
  const app = new App({
    ...{ project, cwd, flags, logger, redactor, signal },
    onWait: progress.waiting,
    storeWaitMs: waitMs(invocation),
  });
  try {
    return await use(app);
  } finally {
    await app.close();
  }
}
