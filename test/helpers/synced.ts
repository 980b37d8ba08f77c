/** Projects that were synced once, and ways to damage their store. */
import { hostname } from 'node:os';
import Database from 'better-sqlite3';
import { afterEach, expect } from 'vitest';
import { run } from './cli.ts';
import { connectorSource, project, type TestProject } from './project.ts';

const open: TestProject[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) folder.remove();
});

export async function synced(): Promise<TestProject> {
  const folder = project({
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs' }),
    'connector.mjs': connectorSource(),
  });
  open.push(folder);
  expect((await run(['sync'], { cwd: folder.path })).code).toBe(0);
  return folder;
}

export function change(folder: TestProject, sql: string, ...values: unknown[]): void {
  const store = new Database(folder.file('.spm/store.sqlite'));
  try {
    expect(store.prepare(sql).run(...values).changes).toBe(1);
  } finally {
    store.close();
  }
}

export const DEAD_PID = 2 ** 22 + 1;

/** A dead process of this machine holds the lease until then. */
export function leaveLease(folder: TestProject, until: string): void {
  const sql = "UPDATE spm_lease SET owner_id = 'dead', owner_host = ?, owner_pid = ?, until = ?";
  change(folder, sql, hostname(), DEAD_PID, until);
}
