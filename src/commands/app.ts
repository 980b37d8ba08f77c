/** The app of a command: created from its invocation, and closed at its end. */
import { App } from '../app/app.js';
import type { Invocation } from './types.js';
import { waitMs } from './wait.js';

/** Runs `use` with an app, then closes everything the app opened, even after an error. */
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
