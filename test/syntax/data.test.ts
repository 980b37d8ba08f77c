import { describe, expect, it } from 'vitest';
import { parseJson, parseUniqueJson, parseYaml, SyntaxFault } from '../../src/syntax/data.js';

function fault(parse: (text: string) => unknown, text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof SyntaxFault) return error.withPlace;
    throw error;
  }
  return 'none';
}

it.each([parseJson, parseUniqueJson])('reads JSON behind a byte order mark with %o', (parse) => {
  expect(parse('\ufeff{ "a": [{ "b": 1 }, { "b": 2 }], "b": 3 }')).toEqual({
    a: [{ b: 1 }, { b: 2 }],
    b: 3,
  });
});

describe('a key that comes twice', () => {
  it.each([
    ['{ "a": 1, "a": 2 }', 'the key "a" is here twice (at 1:11)'],
    ['{ "x": { "a": 1,\n "b": 2, "a": 3 } }', 'the key "a" is here twice (at 2:10)'],
    ['[{ "a": 1 }, { "b": 1, "\\u0062": 2 }]', 'the key "b" is here twice (at 1:24)'],
  ])('is refused in JSON that people write: %s', (text, why) => {
    expect(fault(parseUniqueJson, text)).toBe(why);
    expect(fault(parseJson, text)).toBe('none');
  });

  it.each([
    ['a: 1\na: 2\n', 'the key "a" is here twice (at 2:1)'],
    ['x: { a: 1, a: 2 }\n', 'the key "a" is here twice (at 1:12)'],
    ['x:\n  a-b c: 1\n  a-b c: 2\n', 'the key "a-b c" is here twice (at 3:3)'],
  ])('is refused in YAML: %s', (text, why) => {
    expect(fault(parseYaml, text)).toBe(why);
  });
});
