import { Chalk } from 'chalk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Column, type GiveWay, table } from '../../src/output/table.js';
import { width } from '../../src/output/text.js';

const COLUMNS: Column[] = [
  { title: 'id', align: 'right' },
  { title: 'shop' },
  { title: 'tries', align: 'right' },
  { title: 'reason', prose: true },
];
const GIVES_WAY: GiveWay = [
  ['tries', 0],
  ['shop', 8],
];
const fitTo = (room: number, rows: string[][]) =>
  table(COLUMNS, rows, { room, giveWay: GIVES_WAY });

describe('a table', () => {
  it('is laid out by what is seen, not by what is styled', () => {
    const { red } = new Chalk({ level: 1 });
    const lines = table(
      [{ title: 'a' }, { title: 'n', align: 'right' }],
      [
        [red('xyz'), '1'],
        ['é', '100'],
      ],
    );
    expect(lines).toEqual(['a      n', `${red('xyz')}    1`, 'é    100']);
  });

  it('cuts nothing where there is no terminal', () => {
    const cell = fc.string({ maxLength: 300 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell, cell)), (rows) => {
        const [, ...lines] = table(COLUMNS, rows, { room: null, giveWay: GIVES_WAY });
        rows.forEach((row, i) => {
          for (const text of row) expect(lines[i]?.trimEnd()).toContain(text.trimEnd());
        });
      }),
    );
  });

  const ROW = [
    '1',
    'shop-paris-0042',
    '3',
    'email must be a valid email and the phone is too long',
  ];

  it('stays as it is where it fits', () => {
    expect(fitTo(81, [ROW])).toEqual([
      'id  shop             tries  reason',
      ' 1  shop-paris-0042      3  email must be a valid email and the phone is too long',
    ]);
  });

  it('first wraps running text', () => {
    expect(fitTo(66, [ROW])).toEqual([
      'id  shop             tries  reason',
      ' 1  shop-paris-0042      3  email must be a valid email and the',
      '                            phone is too long',
    ]);
  });

  it('then moves it below its row', () => {
    expect(fitTo(46, [ROW, ['2', 'b', '1', '']])).toEqual([
      'id  shop             tries',
      ' 1  shop-paris-0042      3',
      '    email must be a valid email and the phone',
      '    is too long',
      ' 2  b                    1',
    ]);
  });

  it('then leaves columns out and shortens others, in the order that it was given', () => {
    const short = (room: number) => fitTo(room, [['1', 'shop-paris-0042', '3', '']]);
    expect(short(20)).toEqual(['id  shop', ' 1  shop-paris-0042']);
    expect(short(13)).toEqual(['id  shop', ' 1  shop…0042']);
  });

  it('has no line that is wider than its room, whatever is in it', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 200 }).map((text) => text.trim());
    const row = fc.tuple(fc.nat(99).map(String), cell, fc.nat(999).map(String), cell);
    fc.assert(
      fc.property(fc.array(row), fc.integer({ min: 40, max: 200 }), (rows, room) => {
        for (const line of fitTo(room, rows)) expect(width(line)).toBeLessThanOrEqual(room);
      }),
    );
  });
});
