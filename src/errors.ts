/**
 * Every error that a user can see: its code, its exit code and its meaning. `npm run generate` writes `docs/errors.md`
 * from this list, and a test compares the two. Imports nothing.
 */

/** Process exit codes by name. */
export const EXIT = {
  ok: 0,
  failed: 1,
  changes: 2,
  usage: 64,
  unavailable: 69,
  internal: 70,
  busy: 75,
  config: 78,
  notExecutable: 126,
  notFound: 127,
  interrupted: 130,
} as const;

export type ExitName = keyof typeof EXIT;

export interface CatalogEntry {
  exit: ExitName;
  /** What the code means, in one sentence. */
  meaning: string;
}

export const CATALOG = {
  SPM_USAGE: {
    exit: 'usage',
    meaning: 'The command line is not valid.',
  },
  SPM_UNKNOWN_COMMAND: { exit: 'usage', meaning: 'The command does not exist.' },
  SPM_UNKNOWN_OPTION: { exit: 'usage', meaning: 'The command does not have this option.' },
  SPM_INVALID_VALUE: {
    exit: 'usage',
    meaning: 'An option, an argument or an environment variable has an invalid value.',
  },
  SPM_MISSING_INPUT: {
    exit: 'usage',
    meaning:
      'A required input is missing, and the command must not ask for it (no terminal, CI, or --no-input).',
  },
  SPM_UNKNOWN_TEMPLATE: { exit: 'usage', meaning: 'No template has this name.' },
  SPM_DIRECTORY_NOT_EMPTY: {
    exit: 'usage',
    meaning: 'The target directory of `init` has files or links that `init` would overwrite.',
  },
  SPM_UNKNOWN_RULE: { exit: 'usage', meaning: 'No lint rule has this id.' },
  SPM_UNKNOWN_ENTITY: { exit: 'usage', meaning: 'No sync step has this entity.' },
  SPM_UNKNOWN_SOURCE: { exit: 'usage', meaning: 'No sync step has this source.' },
  SPM_UNKNOWN_REJECT: { exit: 'usage', meaning: 'The store has no dead letter with this id.' },
  SPM_REJECT_NOT_OPEN: {
    exit: 'usage',
    meaning: 'The dead letter is no longer open: it was replayed, superseded or discarded.',
  },
  SPM_UNKNOWN_CURSOR: { exit: 'usage', meaning: 'No cursor in the store matches.' },
  SPM_UNKNOWN_RUN: { exit: 'usage', meaning: 'The store has no run with this id.' },
  SPM_CURSORS_INVALID: {
    exit: 'usage',
    meaning: 'The file was not written by `cursors export`, or a value in it is invalid.',
  },
  SPM_CURSORS_NEWER: {
    exit: 'usage',
    meaning: 'A newer version of spm-connect wrote the file of cursors.',
  },
  SPM_UNKNOWN_INSTALLATION: {
    exit: 'usage',
    meaning: 'The store has no installation with this id.',
  },
  SPM_INSTALLATION_INACTIVE: {
    exit: 'usage',
    meaning:
      'The installation is registered but not active. Commands work on active installations only.',
  },
  SPM_INSTALLATION_CHANGED: {
    exit: 'busy',
    meaning:
      'Another process changed the status of the installation, or added one, while the command ran.',
  },
  SPM_INSTALLATION_EXISTS: {
    exit: 'usage',
    meaning: 'The installation is already registered with different data.',
  },

  SPM_COMMAND_NOT_EXECUTABLE: {
    exit: 'notExecutable',
    meaning: 'The command given to `sandbox exec` cannot be started.',
  },
  SPM_COMMAND_NOT_FOUND: {
    exit: 'notFound',
    meaning: 'The command given to `sandbox exec` does not exist.',
  },

  SPM_CONFIG_NOT_FOUND: { exit: 'config', meaning: 'No configuration file was found.' },
  SPM_CONFIG_AMBIGUOUS: {
    exit: 'config',
    meaning: 'The folder has two configuration files. Only one is allowed.',
  },
  SPM_CONFIG_INVALID: {
    exit: 'config',
    meaning: 'The configuration file cannot be read, or a key or value in it is invalid.',
  },
  SPM_CONNECTOR_NOT_FOUND: {
    exit: 'config',
    meaning: "The connector's module file does not exist.",
  },
  SPM_CONNECTOR_LOAD: {
    exit: 'config',
    meaning: "The connector's module has a syntax error, or throws an error when it is loaded.",
  },
  SPM_CONNECTOR_INVALID: {
    exit: 'config',
    meaning: 'The default export of the module is not a valid Integration.',
  },
  SPM_LINT_NOTHING_READ: {
    exit: 'config',
    meaning: 'The connector cannot be read by `lint --no-run`, which does not run it.',
  },
  SPM_SETTINGS_INVALID: {
    exit: 'config',
    meaning: "The connector's parseSettings rejected the settings of the installation.",
  },
  SPM_PLAN_INVALID: {
    exit: 'config',
    meaning: "The connector's plan is invalid and cannot be applied.",
  },
  SPM_PLAN_CYCLE: {
    exit: 'config',
    meaning: 'Custom-data definitions refer to each other in a cycle.',
  },
  SPM_SAVED_PLAN_INVALID: {
    exit: 'usage',
    meaning: 'The file given with --plan cannot be read, is not a saved plan, or was edited.',
  },
  SPM_SAVED_PLAN_NEWER: {
    exit: 'usage',
    meaning: 'A newer version of spm-connect saved the file given with --plan.',
  },
  SPM_SAVED_PLAN_STALE: {
    exit: 'failed',
    meaning:
      "The shop, the connector's plan, the target or the store changed after the plan was saved or shown.",
  },
  SPM_NOT_PROVISIONED: {
    exit: 'config',
    meaning:
      'The connector uses a data source or a definition that was not provisioned on the shop.',
  },
  SPM_SHOP_CHANGED: {
    exit: 'config',
    meaning: 'The target is now a different shop than the one that this store synced before.',
  },
  SPM_SECRET_MISSING: { exit: 'config', meaning: 'A required secret is not set.' },
  SPM_SECRET_INVALID: {
    exit: 'config',
    meaning: 'A secret is malformed, or it cannot decrypt the stored data.',
  },

  SPM_STORE_CORRUPT: {
    exit: 'unavailable',
    meaning: 'The store file is not an SQLite database, or it is damaged.',
  },
  SPM_STORE_NEWER: {
    exit: 'unavailable',
    meaning: 'A newer version of spm-connect wrote the store.',
  },
  SPM_STORE_READ_ONLY: { exit: 'unavailable', meaning: 'The store is read-only.' },
  SPM_STORE_MISSING_FOLDER: {
    exit: 'unavailable',
    meaning: 'The folder of the store does not exist and cannot be created.',
  },
  SPM_STORE_FULL: { exit: 'unavailable', meaning: 'The disk of the store is full.' },
  SPM_STORE_BUSY: { exit: 'unavailable', meaning: 'Another process has locked the store.' },
  SPM_STORE_UNAVAILABLE: {
    exit: 'unavailable',
    meaning: 'The store cannot be opened, or a database operation failed.',
  },
  SPM_PORT_UNAVAILABLE: {
    exit: 'unavailable',
    meaning: 'The server cannot listen on the port: the port is in use, or not allowed.',
  },
  SPM_API_UNREACHABLE: { exit: 'unavailable', meaning: 'The ShopiMind API does not answer.' },
  SPM_API_THROTTLED: {
    exit: 'failed',
    meaning: 'The API asked for a longer pause than a run may wait.',
  },
  SPM_REJECTS_FULL: {
    exit: 'failed',
    meaning: 'The installation has reached its limit of open dead letters.',
  },
  SPM_API_UNAUTHORIZED: {
    exit: 'unavailable',
    meaning: 'The ShopiMind API rejected the access token of the installation.',
  },
  SPM_API_ERROR: { exit: 'unavailable', meaning: 'The ShopiMind API answered with an error.' },

  SPM_LEASE_HELD: { exit: 'busy', meaning: 'Another process is working on the installation.' },
  SPM_LEASE_LOST: {
    exit: 'busy',
    meaning:
      'Another process took over the installation. This process stopped and wrote nothing more.',
  },

  SPM_CANCELLED: {
    exit: 'interrupted',
    meaning: 'The user answered no, or interrupted the command.',
  },
  SPM_CONNECTION_FAILED: {
    exit: 'failed',
    meaning: "The connector's testConnection failed, so the installation was not activated.",
  },
  SPM_PAGES_ENDLESS: {
    exit: 'failed',
    meaning: 'A list from the partner did not end within the maximum number of pages.',
  },
  SPM_CONNECTOR_CRASHED: {
    exit: 'failed',
    meaning:
      "The connector's code threw an error that nothing caught, ended the process, or waited for an event that can never happen. The command stopped as if a step had failed, and can be run again.",
  },
  SPM_FILE_EXISTS: { exit: 'usage', meaning: 'The output file already exists.' },
  SPM_WRITE_FAILED: { exit: 'failed', meaning: 'A file could not be written.' },
  SPM_INTERNAL: { exit: 'internal', meaning: 'A bug in spm-connect.' },
} as const satisfies Record<string, CatalogEntry>;

export type ErrorCode = keyof typeof CATALOG;

export interface SpmErrorOptions {
  /** Why it failed: the underlying error, or one sentence. Shown as the second line. */
  cause?: unknown;
  /** What the user should do, in one sentence. Shown as the third line. */
  hint?: string;
  /** Structured facts for `--json`, such as `{ holder }` of a lease. Never secrets. */
  details?: Record<string, unknown>;
}

/** An error that the user can act on. Any other thrown error is a bug. */
export class SpmError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, options: SpmErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SpmError';
    this.code = code;
    this.hint = options.hint;
    this.details = options.details;
  }

  get exit(): ExitName {
    return CATALOG[this.code].exit;
  }
}

/** The cause of an error as text: the message of an Error, or the value itself. */
export function causeText(cause: unknown): string | undefined {
  if (cause === undefined || cause === null) return undefined;
  return cause instanceof Error ? cause.message : String(cause);
}
