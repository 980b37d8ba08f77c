/** Every setting: where it lies in the file, its environment variable, its flag, its default. */
export interface SettingSpec {
  /** Path in the configuration file. */
  key: string;
  env?: string;
  /** Attribute of the global options. */
  flag?: 'target' | 'store';
  type: 'text' | 'integer' | 'duration' | 'other';
  default: unknown;
}

/** Requests in flight, or shops side by side, at most. */
export const MOST_CONCURRENT = 64;

export const SETTINGS: readonly SettingSpec[] = [
  { key: 'connector', env: 'SPM_CONNECTOR', type: 'text', default: './src/connector.ts' },
  { key: 'store', env: 'SPM_STORE', flag: 'store', type: 'text', default: './.spm/store.sqlite' },
  { key: 'target', env: 'SPM_TARGET', flag: 'target', type: 'text', default: 'sandbox' },
  { key: 'sync.backfillDays', env: 'SPM_BACKFILL_DAYS', type: 'integer', default: 365 },
  { key: 'sync.overlapSeconds', env: 'SPM_OVERLAP_SECONDS', type: 'integer', default: 60 },
  { key: 'sync.settleSeconds', env: 'SPM_SETTLE_SECONDS', type: 'integer', default: 0 },
  { key: 'sync.concurrency', env: 'SPM_CONCURRENCY', type: 'integer', default: 8 },
  { key: 'sync.interval', env: 'SPM_INTERVAL', type: 'duration', default: '15m' },
  { key: 'lint.rules', type: 'other', default: {} },
  { key: 'lint.settings', type: 'other', default: [] },
  { key: 'lint.base', type: 'other', default: null },
  { key: 'server.host', env: 'SPM_HOST', type: 'text', default: '127.0.0.1' },
  { key: 'server.port', env: 'SPM_PORT', type: 'integer', default: 8080 },
  { key: 'server.adminPort', env: 'SPM_ADMIN_PORT', type: 'integer', default: 9090 },
  { key: 'retention.days', env: 'SPM_RETENTION_DAYS', type: 'integer', default: 90 },
  { key: 'retention.rejectDays', env: 'SPM_RETENTION_REJECT_DAYS', type: 'integer', default: 90 },
  { key: 'retention.auditDays', env: 'SPM_RETENTION_AUDIT_DAYS', type: 'integer', default: 365 },
];

/** Secrets come from the environment only; `config` says whether each is set, never its value. */
export const SECRETS = [
  'SPM_ACCESS_TOKEN',
  'SPM_WEBHOOK_SECRET',
  'SPM_CREDENTIALS_KEY',
  'SPM_ADMIN_TOKEN',
] as const;
