import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { integer, text } from '../src/columns.ts';
import { readHeader, readTable } from '../src/csv.ts';
import { Problems } from '../src/problems.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-'));
const columns = { id: integer, name: text };

function file(content: string | Buffer): string {
  const path = join(folder, 'things.csv');
  writeFileSync(path, content);
  return path;
}

async function read(content: string | Buffer, delimiter = ',') {
  const problems = new Problems();
  const rows = [];
  for await (const row of readTable(file(content), columns, { delimiter, problems }))
    rows.push(row);
  return { rows, problems };
}

test('reads quotes, delimiters and line breaks inside cells, and says where each row starts', async () => {
  const { rows, problems } = await read(
    'id,name\n1,"a ""b"", c"\n2,"two\nlines\r\nthree"\n\n3, trimmed \n',
  );
  problems.throwIfAny();
  expect(rows).toEqual([
    { line: 2, row: { id: 1, name: 'a "b", c' } },
    { line: 3, row: { id: 2, name: 'two\nlines\r\nthree' } },
    { line: 7, row: { id: 3, name: 'trimmed' } },
  ]);
});

test('takes columns in any order, others between them, a byte order mark and CRLF', async () => {
  const { rows } = await read('\uFEFFname;other;id\r\nÉté;x;1\r\n', ';');
  expect(rows).toEqual([{ line: 2, row: { id: 1, name: 'Été' } }]);
});

test('goes on past bad rows and reports each with its place', async () => {
  const { rows, problems } = await read('id,name\n1\n2,ok\nx,bad\n4,too,many\n');
  expect(rows).toEqual([{ line: 3, row: { id: 2, name: 'ok' } }]);
  expect(() => problems.throwIfAny()).toThrow(
    [
      'things.csv:2: the row has 1 cells, the header has 2',
      'things.csv:4: id is "x" where an integer is expected',
      'things.csv:5: the row has 3 cells, the header has 2',
    ].join('\n'),
  );
});

test('shows the first ten bad rows and counts the rest', async () => {
  const { problems } = await read(`id,name\n${'x,y\n'.repeat(25)}`);
  expect(() => problems.throwIfAny()).toThrow(/things\.csv:11: .*\n… and 15 more$/);
});

test('another encoding than UTF-8 is a bad row, not a wrong letter', async () => {
  const { problems } = await read(Buffer.from('id,name\n1,Ren\xE9\n', 'latin1'));
  expect(() => problems.throwIfAny()).toThrow('things.csv:2: name is not UTF-8');
});

test.each([
  ['', 'things.csv is empty'],
  ['id\n1\n', 'things.csv:1: missing column name; the header has id'],
  ['id;name\n1;a "b"\n', 'is the delimiter of the settings the one of the file?'],
  ['id,name,id\n', 'things.csv:1: the column id stands there twice'],
  ['id,name\n1,"open\n2,b\n', /^things\.csv:\d+: Quote Not Closed/],
])('%j cannot be read at all', async (content, message) => {
  await expect(read(content)).rejects.toThrow(message);
});

test('a file that is not there says where it was looked for', async () => {
  const path = join(folder, 'nowhere.csv');
  await expect(readHeader(path, columns, ',')).rejects.toThrow(
    `nowhere.csv does not exist: looked for ${path}`,
  );
});

test('a row without end is refused instead of being kept in memory', async () => {
  await expect(read(`id,name\n1,"${'x'.repeat(2 * 1024 * 1024)}`)).rejects.toThrow(
    'Max Record Size',
  );
});
