/** Runs code of the project so that it cannot end the process: lint reports every connector, also after a broken one. */
import { setImmediate } from 'node:timers/promises';
import { crashError, exitedError, stalledError } from '../config/crash.js';

/** How long code may take to end after a crash. */
const DRAIN_MS = 10_000;

/**
 * The result of the step. Rejects with SPM_CONNECTOR_CRASHED if the code exits, throws an error that nothing catches, or
 * waits for something that never happens. Must not run twice at the same time.
 */
export async function contained<T>(cwd: string, step: () => T | Promise<T>): Promise<T> {
  let first: { error: unknown } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let giveUp: () => void = () => {};
  const stopped = new Promise<void>((resolve) => {
    giveUp = resolve;
  });
  const onCrash = (error: unknown) => {
    first ??= { error };
    timer ??= setTimeout(giveUp, DRAIN_MS).unref();
  };
  const undo = [
    withoutExit((code) => onCrash(exitedError(code))),
    insteadOf('uncaughtException', (error) => onCrash(crashError(error, cwd))),
    insteadOf('unhandledRejection', (error) => onCrash(crashError(error, cwd))),
    insteadOf('beforeExit', () => {
      first ??= { error: stalledError() };
      // Without it, the process would end before lint continues.
      void setImmediate().then(giveUp);
    }),
  ];
  // Code goes on after an exit or a crash: it may exit again, so lint waits for its end.
  const running = Promise.resolve().then(step);
  try {
    await Promise.race([stopped, running.catch(() => {})]);
    // Node reports an unhandled rejection only after the current turn of the event loop.
    await setImmediate();
    if (first !== undefined) throw first.error;
    return await running;
  } finally {
    clearTimeout(timer);
    for (const restore of undo) restore();
  }
}

/** More than any module needs, even without compiled code in the cache. */
const LOAD_MS = 30_000;

/** Loads a module. Rejects with SPM_CONNECTOR_CRASHED after 30 s: something else may keep the process alive for ever. */
export async function inTime<T>(load: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(stalledError('it did not load in 30 s')), LOAD_MS).unref();
  });
  try {
    return await Promise.race([late, load()]);
  } finally {
    clearTimeout(timer);
  }
}

type Restore = () => void;

function withoutExit(onExit: (code: number) => void): Restore {
  const { exit } = process;
  process.exit = (code) => {
    const status = Number(code ?? process.exitCode ?? 0);
    onExit(status);
    throw new Error(`the code ended the process with exit code ${status}`);
  };
  return () => {
    process.exit = exit;
  };
}

type Event = 'uncaughtException' | 'unhandledRejection' | 'beforeExit';

/** The other listeners would end the process. */
function insteadOf(event: Event, listener: (value: unknown) => void): Restore {
  const events: NodeJS.EventEmitter = process;
  const others = events.listeners(event) as ((value: unknown) => void)[];
  events.removeAllListeners(event);
  events.on(event, listener);
  return () => {
    events.removeListener(event, listener);
    for (const other of others) events.on(event, other);
  };
}
