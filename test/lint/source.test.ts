import { expect, it } from 'vitest';
import { sourceLines } from '../../src/lint/source.js';

const line = sourceLines(
  new Map([
    ['a', 'one\r\ntwo\n\nfour'],
    ['long', `${'x'.repeat(2001)}\n${'y'.repeat(2000)}`],
  ]),
);

it('gives the lines of a file without what ends them', () => {
  expect([1, 2, 3, 4].map((number) => line('a', number))).toEqual(['one', 'two', '', 'four']);
});

it('knows no other lines, and none of other files', () => {
  const others = [line('a', 0), line('a', 5), line('b', 1), line('b', 2)];
  expect(others).toEqual([undefined, undefined, undefined, undefined]);
});

it('leaves out what is too long to read', () => {
  expect([line('long', 1), line('long', 2)?.length]).toEqual([undefined, 2000]);
});

it('reads a text once, however many lines are asked for', () => {
  const texts = new Map([['a', 'one\ntwo']]);
  let reads = 0;
  const get = (file: string) => {
    reads++;
    return texts.get(file);
  };
  const lineOf = sourceLines({ get });
  expect([lineOf('a', 1), lineOf('a', 2), lineOf('a', 1)]).toEqual(['one', 'two', 'one']);
  expect(reads).toBe(1);
});
