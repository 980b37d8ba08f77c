export const SEVERITIES = ['off', 'info', 'warning', 'error'] as const;

type Severity = (typeof SEVERITIES)[number];

/** What an author writes in `spm-connect.config.*`. */
export interface UserConfig {
  /** For editors. */
  $schema?: string | undefined;
  /** Module that default-exports an Integration. */
  connector?: string | undefined;
  /** SQLite file of the store. Default ./.spm/store.sqlite */
  store?: string | undefined;
  /** sandbox (default), production, or a base URL. */
  target?: string | undefined;
  sync?:
    | {
        /** How many days back a first or full run reads. Default 365 */
        backfillDays?: number | undefined;
        /** How many seconds of the last window are read again. Default 60 */
        overlapSeconds?: number | undefined;
        /** How many seconds before its start a run stops reading. Default 0 */
        settleSeconds?: number | undefined;
        /** Requests in flight for one installation. Default 8 */
        concurrency?: number | undefined;
        /** Time between scheduled runs. Default 15m */
        interval?: string | undefined;
      }
    | undefined;
  lint?:
    | {
        /** Severity by rule id. */
        rules?: Record<string, Severity> | undefined;
        /** JSON files with merchant settings to evaluate the plan with; the first also serves the sandbox. */
        settings?: string[] | undefined;
        /** Plan file with the current configuration of the shop, for rules about changes. */
        base?: string | undefined;
      }
    | undefined;
  /** Addresses of the server. Default 127.0.0.1, 8080 and 9090 */
  server?:
    | { host?: string | undefined; port?: number | undefined; adminPort?: number | undefined }
    | undefined;
  /** Days to keep history, dead letters and audit; 0 keeps them for ever. Default 90, 90 and 365 */
  retention?:
    | {
        days?: number | undefined;
        rejectDays?: number | undefined;
        auditDays?: number | undefined;
      }
    | undefined;
}
