/** An invocation for a command that is called without the command line, with the given answers of the user. */
import type { Invocation, Prompter } from '../../src/commands/types.js';
import type { Logger } from '../../src/connector/types.js';
import { Redactor } from '../../src/runtime/security/redactor.js';

const ignore = () => {};

export function unexpected(): never {
  throw new Error('nothing may be asked here');
}

export const silentLogger: Logger = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  child: () => silentLogger,
};

export const silent: Prompter = {
  text: unexpected,
  select: unexpected,
  secret: unexpected,
  confirm: unexpected,
};

export function invocationIn(folder: string, given: Partial<Invocation> = {}): Invocation {
  const env = given.env ?? {};
  return {
    args: [],
    options: {},
    globals: { json: false, quiet: true, verbose: false, color: false, input: false },
    env,
    cwd: folder,
    project: { file: null, content: undefined, dir: folder, env },
    emit: async () => {},
    preview: async () => {},
    interactive: false,
    logger: silentLogger,
    redactor: new Redactor(),
    startedAs: 'spm-connect',
    input: unexpected,
    progress: {
      ...{ start: ignore, update: ignore, succeed: ignore, fail: ignore, waiting: ignore },
      shown: async () => {},
    },
    prompt: silent,
    signal: new AbortController().signal,
    interrupted: () => false,
    ...given,
  };
}
