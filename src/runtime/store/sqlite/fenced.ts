/** Writes under a lease. Each is one transaction that first checks the lease. */
import { SpmError } from '../../../errors.js';
import type { Lease } from '../../ports/records.js';
import type { FencedAdapter } from '../adapter.js';
import type { Connection } from './connection.js';
import { endStep, replaceCursors } from './cursors.js';
import { putInDoubt } from './in-doubt.js';
import { changeStatus, dropInstallation, putInstallation } from './installations.js';
import { assertHeld } from './leases.js';
import { putReadAgain } from './read-again.js';
import { putFullGeneration, putRecords } from './records.js';
import { endRejects, putReject, supersede } from './rejects.js';
import { reseal } from './reseal.js';
import { closeAbandoned, finishRun, insertRun } from './runs.js';
import { putState, removeState } from './state.js';
import { deleteWindow, putProgress, putWindow } from './windows.js';

export function makeFenced(connection: Connection): FencedAdapter {
  const underLeases = <T>(leases: readonly Lease[], act: () => T): Promise<T> =>
    connection.write(() => {
      for (const lease of leases) assertHeld(connection, lease);
      return act();
    });
  const underLease = <T>(lease: Lease, act: () => T): Promise<T> => underLeases([lease], act);
  return {
    openRun: (lease, now) =>
      underLease(lease, () => ({
        abandoned: closeAbandoned(connection, lease.installationId, now),
        run: insertRun(connection, lease.installationId, now),
      })),
    closeRun: (lease, id, result, now) =>
      underLease(lease, () =>
        finishRun(connection, { id, installationId: lease.installationId }, result, now),
      ),
    openWindow: (lease, window) =>
      underLease(lease, () => {
        assertCovered(lease, window.installationId);
        putWindow(connection, window);
      }),
    commitStep: (lease, commit) =>
      underLease(lease, () => {
        const { key, runId, now, rejects = [], superseded, records, progress, end } = commit;
        assertCovered(lease, key.installationId);
        for (const reject of rejects) putReject(connection, key, runId, reject, now);
        if (superseded) supersede(connection, superseded);
        if (records) putRecords(connection, key, records);
        if (progress) putProgress(connection, key, progress);
        if (end) endStep(connection, key, end, now);
        if (end && end.outcome !== 'hold' && !commit.keepsWindow) deleteWindow(connection, key);
        if (end?.outcome === 'advance' && end.generation !== undefined)
          putFullGeneration(connection, key, end.generation);
        if (end?.outcome === 'advance' && end.readAgain !== undefined)
          putReadAgain(connection, key, end.readAgain);
      }),
    putRecords: (lease, key, changes) =>
      underLease(lease, () => {
        assertCovered(lease, key.installationId);
        putRecords(connection, key, changes);
      }),
    putInDoubt: (lease, versions, now) =>
      underLease(lease, () => putInDoubt(connection, lease.installationId, versions, now)),
    putReadAgain: (lease, key, again) =>
      underLease(lease, () => {
        assertCovered(lease, key.installationId);
        putReadAgain(connection, key, again);
      }),
    endRejects: (lease, ids, state) =>
      underLease(lease, () => endRejects(connection, lease.installationId, ids, state)),
    replaceCursors: (leases, change) =>
      underLeases(leases, () => {
        for (const { installationId } of [...change.remove, ...change.put])
          assertCoveredByOne(leases, installationId);
        replaceCursors(connection, change);
      }),
    setState: (lease, entry, now) =>
      underLease(lease, () => putState(connection, lease.installationId, entry, now)),
    deleteState: (lease, key) =>
      underLease(lease, () => removeState(connection, lease.installationId, key)),
    saveInstallation: (lease, installation, now, more = {}) =>
      underLease(lease, () => {
        const { installationId } = installation;
        const { state = [], forget = [], reinstall = false } = more;
        assertCovered(lease, installationId);
        putInstallation(connection, installation, now);
        if (reinstall) changeStatus(connection, installationId, REINSTALLED, now);
        for (const key of forget) removeState(connection, installationId, key);
        for (const entry of state) putState(connection, installationId, entry, now);
      }),
    reseal: (leases, how, now) =>
      underLeases(leases, () => {
        assertNoneAdded(connection, leases);
        return reseal(connection, how, now);
      }),
    removeInstallation: (lease) =>
      underLease(lease, () => dropInstallation(connection, lease.installationId)),
  };
}

const REINSTALLED = { from: 'uninstalled', to: 'inactive' } as const;

/** An installation that was added meanwhile may have secrets under the old key. */
function assertNoneAdded(connection: Connection, leases: readonly Lease[]): void {
  const held = new Set(leases.map(({ installationId }) => installationId));
  const rows = connection.all<{ installation_id: string }>(
    'SELECT installation_id FROM installs',
    {},
  );
  const added = rows.map((row) => row.installation_id).filter((id) => !held.has(id));
  if (added.length === 0) return;
  throw new SpmError('SPM_INSTALLATION_CHANGED', 'An installation was added meanwhile', {
    cause: `there is now ${added.join(', ')}; nothing was changed`,
    hint: 'Run the command again.',
  });
}

/** A lease covers one installation; a write to another one is a bug. */
function assertCovered(lease: Lease, installationId: string): void {
  assertCoveredByOne([lease], installationId);
}

function assertCoveredByOne(leases: readonly Lease[], installationId: string): void {
  const covered = leases.map((lease) => lease.installationId);
  if (covered.includes(installationId)) return;
  throw new SpmError('SPM_INTERNAL', `A write to ${installationId} was not covered by its lease`, {
    cause: `the lease covers ${covered.join(', ')}`,
  });
}
