import { expect, it } from 'vitest';
import { openDatabase } from '../../src/sandbox/database.ts';
import { Table } from '../../src/sandbox/table.ts';

const row = (key: string, value: number) => ({ cells: [key], body: { key, value } });

it('upserts more rows than one statement takes; of two with one key the later wins', () => {
  const db = openDatabase(undefined);
  const table = new Table(db, { name: 'things', key: ['key'] });
  table.upsertAll([]);
  table.upsert(['k0'], { key: 'k0', value: -1 });
  const rows = Array.from({ length: 120 }, (_, i) => row(`k${i}`, i));
  table.upsertAll([...rows, row('k7', 700), row('k7', 701)]);
  expect(table.count()).toBe(120);
  expect(table.find('k0')).toEqual({ id: 1, body: { key: 'k0', value: 0 } });
  expect(table.find('k7')).toEqual({ id: 8, body: { key: 'k7', value: 701 } });
  expect(table.find('k119')?.body).toEqual({ key: 'k119', value: 119 });
  db.close();
});

it('tells new rows from those that were there and those that did not change', () => {
  const db = openDatabase(undefined);
  const table = new Table(db, { name: 'things', key: ['key'] });
  const written = (...rows: ReturnType<typeof row>[]) => table.upsertAll(rows);
  expect(written(row('a', 1), row('b', 1))).toEqual({ written: 2, inserted: 2 });
  expect(written(row('a', 1), row('b', 2), row('c', 1))).toEqual({ written: 2, inserted: 1 });
  expect(written(row('d', 1), row('d', 2))).toEqual({ written: 2, inserted: 1 });
  expect(table.insertNew([row('a', 9), row('e', 1), row('e', 2)])).toBe(1);
  expect(table.find('a')?.body).toEqual(row('a', 1).body);
  expect(table.find('e')?.body).toEqual(row('e', 1).body);
  db.close();
});
