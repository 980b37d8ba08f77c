/** The overview for operators, on one page. Six queries, for any number of installations. */
import { SILENT_AFTER_MS } from './health.js';
import type { WebhookEntry } from './ports/lifecycle.js';
import type {
  Cursor,
  Heartbeat,
  Installation,
  InstallationStatus,
  Run,
  RunStatus,
} from './ports/records.js';
import type { Store } from './ports/store.js';

export interface OverviewRun {
  id: number;
  status: RunStatus;
  started_at: string;
  finished_at: string | null;
  /** Whether a signal ended it. */
  interrupted: boolean;
}

export interface OverviewInstallation {
  installation_id: string;
  shop_domain: string | null;
  status: InstallationStatus;
  last_run: OverviewRun | null;
}

export interface OverviewCursor {
  installation_id: string;
  entity: string;
  source_key: string;
  last_synced_at: string | null;
  last_error: string | null;
  consecutive_failures: number;
}

export interface OverviewWebhook {
  id: number;
  event: string;
  installation_id: string | null;
  signature_ok: boolean;
  created_at: string;
}

export interface OverviewDeadLetters {
  installation_id: string;
  entity: string;
  /** The number of open dead letters. */
  count: number;
}

export interface Overview {
  /** The active installations. */
  installations: OverviewInstallation[];
  /** Only cursors of active installations. */
  cursors_in_error: OverviewCursor[];
  /** Open dead letters of every installation, also of removed ones. */
  dead_letters: OverviewDeadLetters[];
  /** The newest 20. */
  recent_webhooks: OverviewWebhook[];
  /** When the next scheduled run starts; null when nothing is scheduled. */
  next_run: string | null;
  generated_at: string;
}

const WEBHOOKS = 20;

/**
 * A process that schedules runs passes the time of the next one in `nextRunAt` (milliseconds); loops keep it in the
 * store. Rejects with SPM_STORE_* when the store does not answer.
 */
export async function buildOverview(
  store: Store,
  nowMs: number,
  { nextRunAt = null }: { nextRunAt?: number | null } = {},
): Promise<Overview> {
  const [active, latest, cursors, letters, webhooks, loops] = await Promise.all([
    store.installations.list({ status: 'active' }),
    store.runs.latest(),
    store.cursors.list(),
    store.rejects.countOpen(),
    store.webhooks.recent(WEBHOOKS),
    store.heartbeats.list(),
  ]);
  const planned = [
    nextRunAt,
    ...loops.filter((one) => isAlive(one, nowMs)).map(({ nextAt }) => nextAt),
  ];
  const next = planned.filter((at) => at !== null).sort((a, b) => a - b)[0];
  const lastRuns = new Map(latest.map(({ installationId, last }) => [installationId, last]));
  const activeIds = new Set(active.map(({ installationId }) => installationId));
  return {
    installations: active.map((one) => installationOf(one, lastRuns.get(one.installationId))),
    cursors_in_error: cursors
      .filter((one) => one.lastStatus === 'error' && activeIds.has(one.installationId))
      .map(cursorOf),
    dead_letters: letters.map(({ installationId, entity, count }) => ({
      installation_id: installationId,
      entity,
      count,
    })),
    recent_webhooks: webhooks.map(webhookOf),
    next_run: iso(next ?? null),
    generated_at: new Date(nowMs).toISOString(),
  };
}

function installationOf(one: Installation, last: Run | undefined): OverviewInstallation {
  return {
    installation_id: one.installationId,
    shop_domain: one.shopDomain,
    status: one.status,
    last_run: last ? runOf(last) : null,
  };
}

export function runOf(run: Run): OverviewRun {
  return {
    id: run.id,
    status: run.status,
    started_at: new Date(run.startedAt).toISOString(),
    finished_at: iso(run.finishedAt),
    interrupted: isInterrupted(run.summary),
  };
}

/** From the summary, since the ecosystem has no such status. */
function isInterrupted(summary: unknown): boolean {
  return (summary as { interrupted?: unknown } | null)?.interrupted === true;
}

function cursorOf(cursor: Cursor): OverviewCursor {
  return {
    installation_id: cursor.installationId,
    entity: cursor.entity,
    source_key: cursor.sourceKey,
    last_synced_at: iso(cursor.lastSyncedAt),
    last_error: cursor.lastError,
    consecutive_failures: cursor.consecutiveFailures,
  };
}

function webhookOf(webhook: WebhookEntry): OverviewWebhook {
  return {
    id: webhook.id,
    event: webhook.event,
    installation_id: webhook.installationId,
    signature_ok: webhook.signatureOk,
    created_at: new Date(webhook.createdAt).toISOString(),
  };
}

export function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

const isAlive = ({ beatAt }: Heartbeat, nowMs: number): boolean =>
  nowMs - beatAt <= SILENT_AFTER_MS;
