import type { Store } from '../../ports/store.js';
import type { StoreAdapter } from '../adapter.js';
import { type Guard, guardStore } from '../guard.js';
import { type Connection, connect } from './connection.js';
import { makeCursors } from './cursors.js';
import { storeError } from './errors.js';
import { makeFenced } from './fenced.js';
import { makeHeartbeats } from './heartbeats.js';
import { makeInbound } from './inbound.js';
import { makeInstallations } from './installations.js';
import { makeLeases } from './leases.js';
import { makeLifecycle } from './lifecycle.js';
import { migrate } from './migrate.js';
import { PATIENCE, type Patience, whileLocked } from './patience.js';
import { makeRecords } from './records.js';
import { makeRejects } from './rejects.js';
import { makeRuns } from './runs.js';
import { makeSchedule } from './schedule.js';
import { makeState } from './state.js';
import { makeUpkeep } from './upkeep.js';
import { makeWebhooks } from './webhooks.js';

export interface SqliteStoreOptions extends Guard {
  /** A file, or `:memory:`. A missing file is created with its folder. */
  path: string;
  /** The current time in milliseconds since the epoch, to date migrations. */
  now: () => number;
  /** How to wait for a store that another process has locked. */
  patience?: Patience;
}

/** Opens a store and applies migrations. Rejects with SPM_STORE_*. */
export async function openSqliteStore({
  path,
  now,
  patience = PATIENCE,
  ...guard
}: SqliteStoreOptions): Promise<Store> {
  const open = () => openMigrated(path, now, patience);
  return makeStore(await whileLocked(open, path, patience), guard);
}

function openMigrated(path: string, now: () => number, patience: Patience): Connection {
  const connection = connect(path, patience);
  try {
    migrate(connection.db, now);
    return connection;
  } catch (error) {
    connection.db.close();
    throw storeError(error, path);
  }
}

export function makeStore(connection: Connection, guard: Guard): Store {
  return guardStore(makeAdapter(connection), guard);
}

function makeAdapter(connection: Connection): StoreAdapter {
  return {
    installations: makeInstallations(connection),
    state: makeState(connection),
    cursors: makeCursors(connection),
    runs: makeRuns(connection),
    rejects: makeRejects(connection),
    records: makeRecords(connection),
    leases: makeLeases(connection),
    webhooks: makeWebhooks(connection),
    lifecycle: makeLifecycle(connection),
    inbound: makeInbound(connection),
    heartbeats: makeHeartbeats(connection),
    schedule: makeSchedule(connection),
    upkeep: makeUpkeep(connection),
    fenced: makeFenced(connection),
    // Read a page of the file; `SELECT 1` would not touch it.
    ping: () =>
      connection.read(() => {
        connection.get('SELECT version FROM spm_migrations LIMIT 1');
      }),
    close: connection.close,
  };
}
