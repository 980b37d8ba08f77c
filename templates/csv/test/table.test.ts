import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { integer, optional, text } from '../src/csv/columns.ts';
import { matchingFiles } from '../src/csv/matching.ts';
import { Problems } from '../src/csv/problems.ts';
import { checkHeader, type Dialect, readTable } from '../src/csv/table.ts';
import { settings } from './rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-'));
const columns = { id: integer, name: text };

function file(content: string | Buffer, name = 'things.csv'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function read(content: string | Buffer, dialect: Partial<Dialect> = {}) {
  const problems = new Problems();
  const rows = [];
  const path = file(content);
  for await (const { line, row } of readTable(
    path,
    columns,
    { ...settings.dialect, ...dialect },
    problems,
  ))
    rows.push({ line, ...row });
  const messages: string[] = [];
  try {
    problems.throwIfAny();
  } catch (error) {
    messages.push(...(error as Error).message.split('\n'));
  }
  return { rows, messages };
}

test('reads quotes, delimiters and line breaks inside cells, and says where each row starts', async () => {
  const { rows, messages } = await read(
    'id,name\n1,"a ""b"", c"\n2,"two\nlines\r\nthree"\n\n3, trimmed \n',
  );
  expect(messages).toEqual([]);
  expect(rows).toEqual([
    { line: 2, id: 1, name: 'a "b", c' },
    { line: 3, id: 2, name: 'two\nlines\r\nthree' },
    { line: 7, id: 3, name: 'trimmed' },
  ]);
});

test('takes columns in any order, others between them, a byte order mark and CRLF', async () => {
  const { rows } = await read('\uFEFFname;other;id\r\nÉté;x;1\r\n', { delimiter: ';' });
  expect(rows).toEqual([{ line: 2, id: 1, name: 'Été' }]);
});

test('leaves a header out that comes again, as in files that were put together', async () => {
  const { rows, messages } = await read(
    '\uFEFFid,name\n1,a\n\uFEFFid,name\n2,b\nid, name\n3,name\n',
  );
  expect(messages).toEqual([]);
  expect(rows.map(({ line, id }) => [line, id])).toEqual([
    [2, 1],
    [4, 2],
    [6, 3],
  ]);
});

test('names a folder that has the name of a file', async () => {
  mkdirSync(join(folder, 'folder.csv'));
  const reading = readTable(join(folder, 'folder.csv'), columns, settings.dialect, new Problems());
  await expect(reading.next()).rejects.toThrow('folder.csv is a folder, but must be a file');
});

test('takes line ends as they come, mixed in one file', async () => {
  const { rows, messages } = await read('id,name\r\n1,a\n2,b\r3,c\r\n\r\n4,d');
  expect(messages).toEqual([]);
  expect(rows.map(({ line, id }) => [line, id])).toEqual([
    [2, 1],
    [3, 2],
    [4, 3],
    [6, 4],
  ]);
});

test.each([
  ['separators', ',\n'],
  ['separators of another width', ',,,,\n'],
  ['spaces', '   \n'],
  ['quoted nothing', '"",""\n'],
  ['tabs', '\t\t\n'],
  ['a final Ctrl-Z', '\x1A'],
  ['a final Ctrl-Z and padding', '\x1A\0\0\0'],
])('leaves out rows of %s', async (_, end) => {
  const { rows, messages } = await read(`id,name\n1,a\n${end}`);
  expect(messages).toEqual([]);
  expect(rows).toEqual([{ line: 2, id: 1, name: 'a' }]);
});

test('reads the line sep= that spreadsheets write', async () => {
  expect((await read('sep=;\nid;name\n1;a\n', { delimiter: ';' })).rows).toEqual([
    { line: 3, id: 1, name: 'a' },
  ]);
});

describe('quotes', () => {
  test('mean nothing in the middle of a cell', async () => {
    const { rows } = await read('id,name\n1,11" pan\n2,a "b" c\n3,"c"\n');
    expect(rows.map(({ name }) => name)).toEqual(['11" pan', 'a "b" c', 'c']);
  });

  test.each([
    ['text follows the closing one', '2,"a" b\n'],
    ['one is never closed', '2,"a\n'],
    ['one is closed rows later', '2,"a\n9,x\n8,"y\n'],
  ])('that are wrong cost their row alone: %s', async (_, bad) => {
    const { rows, messages } = await read(`id,name\n1,a\n${bad}3,c\n4,d\n`);
    expect(messages[0]).toMatch(/^things\.csv:3: /);
    expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining([1, 3, 4]));
    expect(rows.map(({ id }) => id)).not.toContain(2);
  });

  test('that are never closed keep no more than a megabyte', async () => {
    const row = `7,${'x'.repeat(1000)}\n`;
    const { rows, messages } = await read(`id,name\n1,"open\n${row.repeat(3000)}`);
    expect(messages).toEqual(['things.csv:2: a quote is opened and never closed']);
    expect(rows).toHaveLength(3000);
  });
});

test('goes on past bad rows and reports each with its place', async () => {
  const { rows, messages } = await read('id,name\n1\n2,ok\nx,bad\n4,too,many\n');
  expect(rows).toEqual([{ line: 3, id: 2, name: 'ok' }]);
  expect(messages).toEqual([
    'things.csv:2: the row has 1 cells, the header has 2',
    'things.csv:4: id is "x" where an integer is expected',
    'things.csv:5: the row has 3 cells, the header has 2',
  ]);
});

test('shows the first ten bad rows and counts the rest', async () => {
  const { messages } = await read(`id,name\n${'x,y\n'.repeat(25)}`);
  expect(messages.slice(-2)).toEqual([
    'things.csv:11: id is "x" where an integer is expected',
    '… and 15 more',
  ]);
});

test.each(['NULL', 'null', '\\N', '(null)', '0000-00-00', '0000-00-00 00:00:00'])(
  '%s is an empty cell',
  async (cell) => {
    const path = file(`id,name\n${cell},${cell}\n`);
    const rows = [];
    const columns = { id: optional(integer), name: text };
    for await (const { row } of readTable(path, columns, settings.dialect, new Problems()))
      rows.push(row);
    expect(rows).toEqual([{ id: null, name: '' }]);
  },
);

describe('encodings', () => {
  const content = 'id,name\n1,Crème 5 € – “œuf”\n';
  const latin = Buffer.from(
    content.replace(/[€–“œ”]/g, (c) =>
      String.fromCharCode({ '€': 0x80, '–': 0x96, '“': 0x93, œ: 0x9c, '”': 0x94 }[c] ?? 0),
    ),
    'latin1',
  );
  const utf16 = Buffer.from(content, 'utf16le');
  test.each([
    ['utf-8', Buffer.from(content)],
    ['windows-1252', latin],
    ['utf-16', utf16],
    ['utf-16', Buffer.from(utf16).swap16()],
    ['utf-8', Buffer.from(`\uFEFF${content}`, 'utf16le')],
    ['windows-1252', Buffer.from(`\uFEFF${content}`, 'utf16le').swap16()],
    ['windows-1252', Buffer.from(`\uFEFF${content}`)],
    ['utf-8', gzipSync(content)],
    ['windows-1252', gzipSync(latin)],
  ] as const)('with the setting %s: %#', async (encoding, bytes) => {
    const { rows, messages } = await read(bytes, { encoding });
    expect(messages).toEqual([]);
    expect(rows).toEqual([{ line: 2, id: 1, name: 'Crème 5 € – “œuf”' }]);
  });

  test('another one is a bad row, not a wrong letter', async () => {
    const { messages } = await read(Buffer.from('id,name\n1,Ren\xE9\n', 'latin1'));
    expect(messages[0]).toContain('things.csv:2: name is not utf-8');
  });

  test('characters and line ends may be cut anywhere', async () => {
    const lines = Array.from(
      { length: 20_000 },
      (_, id) => `${id},"é€""\r\n${'x'.repeat(id % 7)}"\r\n`,
    );
    const { rows, messages } = await read(`id,name\r\n${lines.join('')}`);
    expect(messages).toEqual([]);
    expect(rows).toHaveLength(20_000);
    expect(rows.at(-1)).toEqual({ line: 40_000, id: 19_999, name: 'é€"' });
  });
});

test.each([
  ['', 'things.csv is empty'],
  ['id\n1\n', 'things.csv:1: missing column name; the header has id'],
  ['id;name\n1;a "b"\n', 'is the delimiter of the settings the one of the file?'],
  ['id,name,id\n', 'things.csv:1: the column id appears twice'],
  [gzipSync('id,name\n1,a\n').subarray(0, 20), 'things.csv cannot be unpacked'],
])('%j cannot be read at all', async (content, message) => {
  await expect(read(content)).rejects.toThrow(message);
});

test('a file that is not there says where it was looked for', async () => {
  const path = join(folder, 'nowhere.csv');
  await expect(checkHeader(path, columns, settings.dialect)).rejects.toThrow(
    `nowhere.csv does not exist: looked for ${path}`,
  );
});

describe('patterns', () => {
  const all = mkdtempSync(join(tmpdir(), 'csv-many-'));
  for (const name of [
    'a-2.csv',
    'a-1.csv',
    'a-3.csv.gz',
    'a-1.csv.gz',
    'a.csv',
    'b-1.csv',
    'axcsv',
  ])
    writeFileSync(join(all, name), '');
  test.each([
    ['a.csv', ['a.csv']],
    ['a-*.csv', ['a-1.csv', 'a-2.csv', 'a-3.csv.gz']],
    ['?-1.csv', ['a-1.csv', 'b-1.csv']],
    ['a-3.csv', ['a-3.csv.gz']],
    ['a-1.csv.gz', ['a-1.csv.gz']],
  ])('%s', async (pattern, names) => {
    expect(await matchingFiles(all, pattern)).toEqual(names.map((name) => join(all, name)));
  });
  test('that fit nothing say where was looked', async () => {
    await expect(matchingFiles(all, 'c-*.csv')).rejects.toThrow(
      `c-*.csv does not exist: looked for ${join(all, 'c-*.csv')}`,
    );
    await expect(matchingFiles('/nowhere', 'c.csv')).rejects.toThrow('c.csv does not exist');
  });
});
