/** Webhooks and lifecycles in memory, as `memoryStore.ts` has the rest. */
import { phaseOf, statusOf } from '../../src/runtime/lifecycle/phases.ts';
import type {
  AcceptedWebhook,
  Lifecycle,
  LifecycleChange,
  WebhookEntry,
} from '../../src/runtime/ports/lifecycle.ts';
import type { Installation } from '../../src/runtime/ports/records.ts';
import type { KeptWebhook } from '../../src/runtime/store/adapter.ts';

export interface MemoryWebhook extends WebhookEntry {
  signature: string;
  body: string | null;
  attempts: number;
  done: boolean;
  error: string | null;
}

export function acceptWebhook(
  all: MemoryWebhook[],
  { installationId, event, signature, body }: KeptWebhook,
  now: number,
): AcceptedWebhook {
  const known = all.find(
    (one) => one.installationId === installationId && one.signature === signature,
  );
  if (known?.done && known.error === null) return { id: known.id, outcome: { success: true } };
  if (known) {
    const { id, attempts } = known;
    Object.assign(known, { attempts: attempts + 1, body: known.body ?? body, done: false });
    return { id, outcome: null };
  }
  const id = all.length + 1;
  const state = { attempts: 1, done: false, error: null, signatureOk: true, createdAt: now };
  all.push({ id, installationId, event, signature, body, ...state });
  return { id, outcome: null };
}

export function lifecycleOf(
  installation: Installation | undefined,
  recorded: Lifecycle | undefined,
): Lifecycle | null {
  if (!installation) return null;
  const wasActive = installation.activatedAt !== null;
  const phase = phaseOf(installation.status, recorded?.phase ?? null, wasActive);
  return { backfill: false, ...recorded, phase };
}

/** The lifecycle after a change; null when it does not apply. */
export function changed(before: Lifecycle | null, wanted: LifecycleChange): Lifecycle | null {
  if (wanted.from && !(before && wanted.from.includes(before.phase))) return null;
  return { phase: wanted.phase, backfill: wanted.backfill ?? before?.backfill ?? false };
}

export { statusOf };
