/**
 * Every setting: its place in the file, its variable, its flag, its bounds, its default. The file, its JSON Schema,
 * the environment, the flags and `config` all use this table.
 */
import type { UserConfig } from './user-config.js';

/** The paths of the file's settings, such as `sync.interval`. */
export type SettingKey = PathsOf<Omit<UserConfig, '$schema' | 'lint'>> | `lint.${LintKey}`;
type LintKey = keyof NonNullable<UserConfig['lint']>;
type PathsOf<T> = {
  [K in keyof T & string]-?: NonNullable<T[K]> extends object
    ? `${K}.${keyof NonNullable<T[K]> & string}`
    : K;
}[keyof T & string];

/** What a value must be. Ranges include both ends; durations are in milliseconds. */
export type SettingForm =
  | { type: 'path' | 'paths' | 'text' | 'target' | 'severities' }
  | { type: 'integer' | 'duration'; range: readonly [least: number, most: number] };

export type SettingSpec = SettingForm & {
  /** Path in the configuration file. */
  key: SettingKey;
  env?: `SPM_${string}`;
  /** Attribute of the global options. */
  flag?: 'target' | 'store';
  default: unknown;
  /** One sentence, for editors. */
  description: string;
};

/** The maximum number of requests in flight, or of shops at the same time. */
export const MOST_CONCURRENT = 64;

const DAY_MS = 86_400_000;
const YEAR_SECONDS = 365 * 86_400;
/** A century: a longer time is a typing error. */
const DAYS = { type: 'integer', range: [0, 36_500] } as const;
const SECONDS = { type: 'integer', range: [0, YEAR_SECONDS] } as const;
const PORT = { type: 'integer', range: [0, 65_535] } as const;

const TABLE: Record<SettingKey, SettingForm & Omit<SettingSpec, 'key'>> = {
  connector: {
    type: 'path',
    env: 'SPM_CONNECTOR',
    default: './src/connector.ts',
    description: 'Module that default-exports an Integration.',
  },
  store: {
    type: 'path',
    env: 'SPM_STORE',
    flag: 'store',
    default: './.spm/store.sqlite',
    description: 'SQLite file of the store.',
  },
  target: {
    type: 'target',
    env: 'SPM_TARGET',
    flag: 'target',
    default: 'sandbox',
    description: 'sandbox, production, or a base URL; plain http is for this machine only.',
  },
  'sync.backfillDays': {
    type: 'integer',
    range: [1, 36_500],
    env: 'SPM_BACKFILL_DAYS',
    default: 365,
    description: 'How many days back a first or full run reads.',
  },
  'sync.overlapSeconds': {
    ...SECONDS,
    env: 'SPM_OVERLAP_SECONDS',
    default: 60,
    description: 'How many seconds of the last window are read again.',
  },
  'sync.settleSeconds': {
    ...SECONDS,
    env: 'SPM_SETTLE_SECONDS',
    default: 0,
    description: 'How many seconds before its start a run stops reading.',
  },
  'sync.concurrency': {
    type: 'integer',
    range: [1, MOST_CONCURRENT],
    env: 'SPM_CONCURRENCY',
    default: 8,
    description: 'Requests in flight for one installation.',
  },
  'sync.interval': {
    type: 'duration',
    range: [1_000, 365 * DAY_MS],
    env: 'SPM_INTERVAL',
    default: '15m',
    description: 'Time between scheduled runs.',
  },
  'lint.rules': { type: 'severities', default: {}, description: 'Severity by rule id.' },
  'lint.settings': {
    type: 'paths',
    default: [],
    description:
      'JSON files with merchant settings to evaluate the plan with; the first also serves the sandbox.',
  },
  'lint.base': {
    type: 'path',
    env: 'SPM_BASE',
    default: null,
    description: 'Plan file with the current configuration of the shop, for rules about changes.',
  },
  'server.host': {
    type: 'text',
    env: 'SPM_HOST',
    default: '127.0.0.1',
    description: 'Address that the server listens on.',
  },
  'server.port': {
    ...PORT,
    env: 'SPM_PORT',
    default: 8080,
    description: 'Port of the server; 0 takes a free one.',
  },
  'server.adminPort': {
    ...PORT,
    env: 'SPM_ADMIN_PORT',
    default: 9090,
    description: 'Port of the admin API; 0 takes a free one.',
  },
  'retention.days': {
    ...DAYS,
    env: 'SPM_RETENTION_DAYS',
    default: 90,
    description: 'Days to keep the history; 0 keeps it for ever.',
  },
  'retention.rejectDays': {
    ...DAYS,
    env: 'SPM_RETENTION_REJECT_DAYS',
    default: 90,
    description: 'Days to keep dead letters that are not open; 0 keeps them for ever.',
  },
  'retention.auditDays': {
    ...DAYS,
    env: 'SPM_RETENTION_AUDIT_DAYS',
    default: 365,
    description: 'Days to keep the audit; 0 keeps it for ever.',
  },
};

export const SETTINGS: readonly SettingSpec[] = Object.entries(TABLE).map(
  ([key, spec]) => ({ key, ...spec }) as SettingSpec,
);

export const settingOf = (key: SettingKey): SettingSpec => ({ key, ...TABLE[key] }) as SettingSpec;

/** Secrets come from the environment only; `config` says whether each is set, never its value. */
export const SECRETS = [
  'SPM_ACCESS_TOKEN',
  'SPM_WEBHOOK_SECRET',
  'SPM_CREDENTIALS_KEY',
  'SPM_ADMIN_TOKEN',
] as const;
