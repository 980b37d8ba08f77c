/**
 * Every error a user can meet: its code, the exit code it ends with, and what it means.
 * `docs/errors.md` is written from this list and a test keeps the two equal. Imports nothing.
 */

/** Process exit codes by name. Source of the rule: the command-line contract. */
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
    meaning: 'The command line is not one that spm-connect understands.',
  },
  SPM_UNKNOWN_COMMAND: { exit: 'usage', meaning: 'There is no such command.' },
  SPM_UNKNOWN_OPTION: { exit: 'usage', meaning: 'The command has no such option.' },
  SPM_INVALID_VALUE: {
    exit: 'usage',
    meaning: 'An option, an argument or a variable has a value of the wrong form.',
  },
  SPM_MISSING_INPUT: {
    exit: 'usage',
    meaning:
      'Something needed is missing and nothing may be asked (no terminal, CI, or --no-input).',
  },
  SPM_UNKNOWN_TEMPLATE: { exit: 'usage', meaning: 'There is no template of that name.' },
  SPM_DIRECTORY_NOT_EMPTY: {
    exit: 'usage',
    meaning:
      'The directory to scaffold into already has files that would be overwritten, or links in their place.',
  },
  SPM_UNKNOWN_RULE: { exit: 'usage', meaning: 'No rule of lint has that id.' },
  SPM_UNKNOWN_ENTITY: { exit: 'usage', meaning: 'No sync step has that entity.' },
  SPM_UNKNOWN_SOURCE: { exit: 'usage', meaning: 'No sync step has that source.' },
  SPM_UNKNOWN_REJECT: { exit: 'usage', meaning: 'The store has no such dead letter.' },
  SPM_REJECT_NOT_OPEN: {
    exit: 'usage',
    meaning: 'The dead letter was replayed, superseded or discarded before.',
  },
  SPM_UNKNOWN_CURSOR: { exit: 'usage', meaning: 'The store has no such cursor.' },
  SPM_UNKNOWN_RUN: { exit: 'usage', meaning: 'The store has no such run.' },
  SPM_CURSORS_INVALID: {
    exit: 'usage',
    meaning: 'The file is not one that `cursors export` wrote, or a value in it is not valid.',
  },
  SPM_CURSORS_NEWER: {
    exit: 'usage',
    meaning: 'The file of cursors was written by a newer version than this one.',
  },
  SPM_UNKNOWN_INSTALLATION: { exit: 'usage', meaning: 'The store has no such installation.' },
  SPM_INSTALLATION_INACTIVE: {
    exit: 'usage',
    meaning: 'The installation is registered, but not active; only active ones are worked on.',
  },
  SPM_INSTALLATION_CHANGED: {
    exit: 'busy',
    meaning: 'Another process changed the status of the installation while the command ran.',
  },
  SPM_INSTALLATION_EXISTS: {
    exit: 'usage',
    meaning: 'The installation is registered already, with other data.',
  },

  SPM_COMMAND_NOT_EXECUTABLE: {
    exit: 'notExecutable',
    meaning: 'The command that `sandbox exec` was given is there, but cannot be started.',
  },
  SPM_COMMAND_NOT_FOUND: {
    exit: 'notFound',
    meaning: 'The command that `sandbox exec` was given does not exist.',
  },

  SPM_CONFIG_NOT_FOUND: { exit: 'config', meaning: 'No configuration file was found.' },
  SPM_CONFIG_AMBIGUOUS: {
    exit: 'config',
    meaning: 'Two configuration files stand side by side; only one may.',
  },
  SPM_CONFIG_INVALID: {
    exit: 'config',
    meaning: 'The configuration file cannot be read, or a key or value in it is not valid.',
  },
  SPM_CONNECTOR_NOT_FOUND: { exit: 'config', meaning: "The connector's module does not exist." },
  SPM_CONNECTOR_LOAD: {
    exit: 'config',
    meaning: "The connector's module cannot be parsed or throws while it loads.",
  },
  SPM_CONNECTOR_INVALID: {
    exit: 'config',
    meaning: 'The module does not default-export a valid Integration.',
  },
  SPM_LINT_NOTHING_READ: {
    exit: 'config',
    meaning: 'Without running the connector, `lint --no-run` can see nothing of it.',
  },
  SPM_SETTINGS_INVALID: {
    exit: 'config',
    meaning: "The connector's parseSettings refused the settings of the installation.",
  },
  SPM_PLAN_INVALID: {
    exit: 'config',
    meaning: "The connector's provisioning plan cannot be applied as it stands.",
  },
  SPM_PLAN_CYCLE: {
    exit: 'config',
    meaning: 'Custom-data definitions refer to each other in a circle.',
  },
  SPM_SAVED_PLAN_INVALID: {
    exit: 'usage',
    meaning: 'The file given with --plan cannot be read, is no saved plan, or was edited.',
  },
  SPM_SAVED_PLAN_NEWER: {
    exit: 'usage',
    meaning: 'The file given with --plan was saved by a newer version than this one.',
  },
  SPM_SAVED_PLAN_STALE: {
    exit: 'failed',
    meaning:
      'The shop, the plan of the connector, the target or the store changed since the plan was saved, or since it was shown.',
  },
  SPM_NOT_PROVISIONED: {
    exit: 'config',
    meaning:
      'The connector uses a data source or a definition that the shop was not provisioned with.',
  },
  SPM_SHOP_CHANGED: {
    exit: 'config',
    meaning: 'The store has synced another shop than the one that the target is now.',
  },
  SPM_SECRET_MISSING: { exit: 'config', meaning: 'A secret that the command needs is not set.' },
  SPM_SECRET_INVALID: {
    exit: 'config',
    meaning: 'A secret is malformed, or does not decrypt what it should.',
  },

  SPM_STORE_CORRUPT: {
    exit: 'unavailable',
    meaning: 'The store is not an SQLite database, or is damaged.',
  },
  SPM_STORE_NEWER: {
    exit: 'unavailable',
    meaning: 'The store was written by a newer version than this one.',
  },
  SPM_STORE_READ_ONLY: { exit: 'unavailable', meaning: 'The store cannot be written.' },
  SPM_STORE_MISSING_FOLDER: {
    exit: 'unavailable',
    meaning: 'The folder of the store does not exist and cannot be made.',
  },
  SPM_STORE_FULL: { exit: 'unavailable', meaning: 'The disk of the store is full.' },
  SPM_STORE_BUSY: { exit: 'unavailable', meaning: 'Another process keeps the store locked.' },
  SPM_STORE_UNAVAILABLE: {
    exit: 'unavailable',
    meaning: 'The store cannot be opened or answered with an error.',
  },
  SPM_PORT_UNAVAILABLE: {
    exit: 'unavailable',
    meaning: 'The port cannot be listened on: it is taken, or not allowed.',
  },
  SPM_API_UNREACHABLE: { exit: 'unavailable', meaning: 'The ShopiMind API does not answer.' },
  SPM_API_THROTTLED: {
    exit: 'failed',
    meaning: 'The API asks for a longer pause than a run waits for.',
  },
  SPM_REJECTS_FULL: {
    exit: 'failed',
    meaning: 'An installation has as many open dead letters as it may have.',
  },
  SPM_API_UNAUTHORIZED: {
    exit: 'unavailable',
    meaning: 'The ShopiMind API refuses the access token of the installation.',
  },
  SPM_API_ERROR: { exit: 'unavailable', meaning: 'The ShopiMind API answered with an error.' },

  SPM_LEASE_HELD: { exit: 'busy', meaning: 'Another process works on the installation.' },
  SPM_LEASE_LOST: {
    exit: 'busy',
    meaning: 'Another process took the installation over; this one stopped without writing.',
  },

  SPM_CANCELLED: {
    exit: 'interrupted',
    meaning: 'The person at the terminal said no, or interrupted it.',
  },
  SPM_CONNECTION_FAILED: {
    exit: 'failed',
    meaning: "The connector's testConnection failed, so the installation was not activated.",
  },
  SPM_PAGES_ENDLESS: {
    exit: 'failed',
    meaning: "A partner's listing did not end within the allowed number of pages.",
  },
  SPM_CONNECTOR_CRASHED: {
    exit: 'failed',
    meaning:
      "The connector's code threw where nothing catches it, ended the process, or waits for what cannot come; the command was stopped as by a step that fails, and can be run again.",
  },
  SPM_FILE_EXISTS: { exit: 'usage', meaning: 'The file to write is there already.' },
  SPM_WRITE_FAILED: { exit: 'failed', meaning: 'A file could not be written.' },
  SPM_INTERNAL: { exit: 'internal', meaning: 'A bug in spm-connect.' },
} as const satisfies Record<string, CatalogEntry>;

export type ErrorCode = keyof typeof CATALOG;

export interface SpmErrorOptions {
  /** Why it failed: the underlying error, or one sentence. Shown as the second line. */
  cause?: unknown;
  /** What to do about it, in one sentence. Shown as the third line. */
  hint?: string;
  /** Structured facts for `--json`, such as `{ holder }` of a lease. Never secrets. */
  details?: Record<string, unknown>;
}

/** A failure that its reader can act on. Anything thrown that is not one of these is a bug. */
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

/** One line for the reason behind an error: the message of an Error, else the value as text. */
export function causeText(cause: unknown): string | undefined {
  if (cause === undefined || cause === null) return undefined;
  return cause instanceof Error ? cause.message : String(cause);
}
