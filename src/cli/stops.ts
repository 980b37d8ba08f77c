/** What stops a command from outside: signals, a closed output pipe, and uncaught errors. */

/** How long a command may take to end cleanly after a crash. */
const DRAIN_MS = 10_000;

export interface Stops {
  /** Asks the command to drain and end. */
  readonly signal: AbortSignal;
  stop(): void;
  /** The exit code for the signal that arrived, if one did. */
  exitCode(): number | undefined;
  /** The first uncaught error. */
  crash(): { thrown: unknown } | undefined;
  /** Rejects when a command does not end in time after a crash. */
  readonly overdue: Promise<never>;
}

/** The first signal starts a drain; the second ends the process at once. */
export function listenForStops(endAtOnce: (code: number) => void): Stops {
  const controller = new AbortController();
  let code: number | undefined;
  for (const [name, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(name, () => {
      if (code !== undefined) return endAtOnce(code);
      code = status;
      controller.abort();
    });
  }
  let crash: { thrown: unknown } | undefined;
  const overdue = new Promise<never>((_, reject) => {
    const onCrash = (thrown: unknown) => {
      if (crash !== undefined) return;
      crash = { thrown };
      controller.abort();
      // This timer alone must not keep the process alive.
      setTimeout(() => reject(thrown), DRAIN_MS).unref();
    };
    process.on('uncaughtException', onCrash);
    process.on('unhandledRejection', onCrash);
  });
  overdue.catch(() => {});
  return {
    signal: controller.signal,
    stop: () => controller.abort(),
    exitCode: () => code,
    crash: () => crash,
    overdue,
  };
}
