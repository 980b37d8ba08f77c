/** One sync of the engine by a simulated process, with options chosen by the seed. */
import type { Integration } from '../../src/connector/types.ts';
import type { LeaseOwner } from '../../src/runtime/ports/records.ts';
import type { SyncReport } from '../../src/runtime/sync/report.ts';
import { runSync } from '../../src/runtime/sync/run.ts';
import { connectorOf, memoryLogger, noState } from '../helpers/syncBench.ts';
import { clientOf } from './client.ts';
import { makeSteps, type Parts } from './connector.ts';
import { PROVISIONED } from './oracle.ts';

export interface RunRequest {
  full: boolean;
  since?: number;
  until?: number;
  signal?: AbortSignal;
}

export interface RunParts extends Parts {
  owner: LeaseOwner;
  installationId: string;
  concurrency: number;
  waitMs: number;
  overlapSeconds: number;
  settleSeconds: number;
  /** Identifies this run. */
  number: number;
}

/** Throws what the engine throws. */
export function syncOnce(parts: RunParts, { signal, ...request }: RunRequest): Promise<SyncReport> {
  const { process, api, random, owner, installationId, concurrency, waitMs } = parts;
  const { overlapSeconds, settleSeconds } = parts;
  return runSync({
    store: process.store,
    clock: process.clock,
    owner,
    client: clientOf(api, process),
    random: random.next,
    integration: versionOf(connectorOf(...makeSteps(parts)), parts),
    installation: installationOf(installationId),
    settings: {},
    state: () => noState,
    logger: memoryLogger(),
    ...(signal && { signal }),
    options: {
      ...request,
      ...{ backfillDays: 1, overlapSeconds, settleSeconds, concurrency },
      ...someOptions(parts),
      waitMs,
    },
    provisioned: PROVISIONED,
  });
}

/** Sometimes the connector's version changes, so open windows are read from their start. */
function versionOf(
  connector: Integration<object>,
  { random, number }: RunParts,
): Integration<object> {
  const version = `1.0.${random.chance(0.95) ? 0 : number}`;
  return { ...connector, meta: { ...connector.meta, version } };
}

function someOptions({ random, api }: RunParts) {
  if (!api.faulty) return { approveDeletes: true };
  return {
    approveDeletes: random.chance(0.9),
    skip: random.chance(0.9),
    ...(random.chance(0.05) && { rejectQuota: random.between(0, 2) }),
  };
}

export const installationOf = (installationId: string) => ({
  installationId,
  shopDomain: null,
  shopName: null,
  externalAccountRef: null,
  externalAccountName: null,
  status: 'active' as const,
  installedAt: null,
  activatedAt: null,
  deactivatedAt: null,
  uninstalledAt: null,
});
