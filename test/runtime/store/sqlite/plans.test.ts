/** Query plans of the store: looking up a record must not read the other records. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { openSqliteStore } from '../../../helpers/sqliteStore.ts';
import { storeConformance } from '../conformance.ts';
import { scheduleConformance } from '../schedule-conformance.ts';

const folder = mkdtempSync(join(tmpdir(), 'spm-plans-'));
const prepare = vi.spyOn(Database.prototype, 'prepare');
afterAll(() => {
  prepare.mockRestore();
  rmSync(folder, { recursive: true });
});
let files = 0;
storeConformance('SQLite, whose statements are read below', () =>
  openSqliteStore({ path: join(folder, `${++files}.sqlite`), now: () => 0 }),
);
scheduleConformance('SQLite, whose statements are read below', async () => {
  const options = { path: join(folder, `${++files}.sqlite`), now: () => 0 };
  return [await openSqliteStore(options), await openSqliteStore(options)];
});

/** The statements that the suites above ran, with the plan of each. */
function plans(): { sql: string; steps: string[] }[] {
  const db = new Database(join(folder, '1.sqlite'), { readonly: true });
  const statements = [...new Set(prepare.mock.calls.map(([sql]) => sql))];
  const explained = statements
    .filter((sql) => /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)/.test(sql))
    .map((sql) => {
      // The plan does not depend on the values.
      const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql.replace(/@\w+|\?/g, 'NULL')}`).all();
      return { sql, steps: (rows as { detail: string }[]).map(({ detail }) => detail) };
    });
  db.close();
  return explained;
}

describe('the statements of the store', () => {
  it('look up a list of records by their keys', () => {
    const lists = plans().filter(
      ({ sql }) => sql.includes('spm_fingerprint') && sql.includes('json_each'),
    );
    const verbs = lists.map(({ sql }) => sql.trim().split(' ')[0]);
    expect(verbs.toSorted()).toEqual(['DELETE', 'INSERT', 'SELECT', 'UPDATE']);
    const touches = lists.flatMap(({ steps }) => steps.filter((step) => /fingerprint/.test(step)));
    expect(touches.length).toBeGreaterThanOrEqual(3);
    for (const step of touches) expect(step).toContain('(stream_id=? AND record_key=?)');
  });

  it('write without reading a whole table, except for the purge', () => {
    const scans = plans().filter(
      ({ sql, steps }) =>
        /\b(INSERT|UPDATE|DELETE)\b/.test(sql) &&
        steps.some((step) => /^SCAN (?!json_each)/.test(step)),
    );
    for (const { sql } of scans) expect(sql).toMatch(/< @\w+(.|\n)*LIMIT @limit/);
  });
});
