/** The fast reader and the full one read the same values and places: both read random texts that could be a plan. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { findSpan } from '../../src/plan-file/node.js';
import { readPlainYaml } from '../../src/plan-file/plain-yaml.js';
import { readAnyYaml } from '../../src/plan-file/yaml.js';
import { scaled } from '../helpers/scale.ts';

type Way = (string | number)[];

/** The paths to every value, and to one missing value in each. */
function waysIn(value: unknown, way: Way = []): Way[] {
  if (typeof value !== 'object' || value === null) return [way];
  const keys: Way = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [
    way,
    [...way, Array.isArray(value) ? keys.length : 'not_there'],
    ...keys.flatMap((key) => waysIn((value as Record<Way[number], unknown>)[key], [...way, key])),
  ];
}

/** Whether the fast reader read the text; throws when the two results differ. */
function agrees(text: string): boolean {
  const plain = readPlainYaml(text);
  if (plain === undefined) return false;
  const any = readAnyYaml(text);
  if (any.problems !== undefined)
    throw new Error(`${JSON.stringify(text)} was read: ${any.problems[0]?.code}`);
  expect(plain.value, text).toStrictEqual(any.value);
  for (const way of waysIn(any.value)) {
    for (const ofKey of [false, true]) {
      const places = [plain.root(), any.root()].map((root) => findSpan(root, way, text, ofKey));
      expect(places[0], `${way.join('.')} of ${JSON.stringify(text)}`).toEqual(places[1]);
    }
  }
  return true;
}

const word = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.constantFrom('a', 'b_c', 'name', 'Loyalty card', 'x-y', 'dé', '1st'),
  },
  fc.constantFrom('a', 'name', 'unique_keys', 'été', 'true', 'null', 'No', '~', '0x1f', '0o17'),
  fc.constantFrom('12', '-3', '+4', '1.5', '.5', '5.', '1e3', '-.inf', '1_000', '2026-01-31', '-0'),
  fc.constantFrom('a b', 'a#b', 'a #b', 'a: b', 'a:b', 'a,b', '[x', '- x', '-x', '? x', 'x - y'),
  fc.constantFrom("'", '"', "it's", 'say "x"', '\\', 'a\\nb', '<<', '__proto__', '&a', '*a', '!x'),
  fc.constantFrom('', ' ', ' a', 'a ', 'a\tb', 'a\nb', 'é', '\u00a0', '\u2028', '\ufeff', '|', '>'),
  fc.string({ maxLength: 5 }),
);

const inner = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    word,
    fc.constantFrom(null, true, false, 0, -1, 2.5, 1e21),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(word, tie('node'), { maxKeys: 4 }),
  ),
}));

const value = fc.oneof(
  fc.dictionary(word, inner.node, { minKeys: 1, maxKeys: 4 }),
  fc.array(inner.node, { minLength: 1, maxLength: 4 }),
);

const style = fc.record({
  collectionStyle: fc.constantFrom('any' as const, 'block' as const, 'flow' as const),
  indent: fc.constantFrom(1, 2, 4),
  indentSeq: fc.boolean(),
  defaultStringType: fc.constantFrom(
    'PLAIN' as const,
    'QUOTE_SINGLE' as const,
    'QUOTE_DOUBLE' as const,
  ),
  lineWidth: fc.constantFrom(0, 80),
});

const PIECES = [
  ...'\n \t\r:#-[]{},\'"|>&*!%@`?~.0ax=',
  '\n  ',
  ': ',
  ' #',
  '- ',
  '\n- ',
  '\r\n',
  '---\n',
  '...\n',
  '|\n',
  '>-\n',
  '\n ',
  '\n\n',
  '"',
  '{}',
  '[]',
  'a: ',
];

/** Replaces a part of the text by text with a meaning in YAML. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat({ max: 3 }),
  piece: fc.constantFrom('', ...PIECES),
});

function edited(text: string, edits: readonly { at: number; length: number; piece: string }[]) {
  return edits.reduce((before, { at, length, piece }) => {
    const start = Math.floor(at * (before.length + 1));
    return before.slice(0, start) + piece + before.slice(start + length);
  }, text);
}

/** To run more cases: `PLAIN_YAML_RUNS=1000000 npx vitest run test/plan-file`. */
const RUNS = scaled(2000, 40_000, 'PLAIN_YAML_RUNS');

describe('readPlainYaml', () => {
  it('reads values as the other reader does', () => {
    let read = 0;
    const property = fc.property(value, style, (written, options) => {
      if (agrees(stringify(written, options))) read++;
    });
    fc.assert(property, { numRuns: RUNS / 4 });
    expect(read).toBeGreaterThan(RUNS / 100);
  });

  it('reads damaged text as the other reader does', () => {
    let read = 0;
    const property = fc.property(
      value,
      style,
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      (written, options, edits) => {
        if (agrees(edited(stringify(written, options), edits))) read++;
      },
    );
    fc.assert(property, { numRuns: RUNS });
    expect(read).toBeGreaterThan(RUNS / 100);
  });

  it('reads text of small pieces as the other reader does', () => {
    const text = fc
      .array(fc.constantFrom(...PIECES, 'b', 'key: ', '- k: ', '\n    '), { maxLength: 14 })
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (written) => void agrees(written)),
      { numRuns: RUNS },
    );
  });

  it('reads what people write', () => {
    const text = [
      '# yaml-language-server: $schema=./plan.schema.json',
      '',
      'dataSources:',
      '- key: stores   # beside its key',
      "  decl: { label: 'Our stores', type: api, config: {} }",
      '',
      'customData:',
      '  - name: Loyalty card',
      '    description: "Cards: all of them"',
      '    unique_keys: [number, store]',
      '    fields:',
      '      # the key',
      '      - { name: number, type: text, required: true, default: -1.5 }',
      '      -',
      '        name: note',
      '        type: longtext',
      '    relationships: []',
      'events:',
      'orderStatuses:',
      '  - status_id: "1"',
      '    lang: fr',
      '    name: Payée (en ligne), a-t-on dit',
      '',
    ];
    expect(agrees(text.join('\n'))).toBe(true);
    expect(agrees(text.join('\r\n'))).toBe(true);
  });

  it.each([
    'a: |\n  text',
    'a: >-\n\n   text\n     of\n\n   lines\n\nb: |+\n  c\n\n\nd: e',
    'a:\n- |\n c\n- - >\n\n   d\n   # e\n\n  - f',
    'a: |2\n    text\n  more # text\nb: c',
    'a: |\n  text\n  \tmore\n\n  #\nb: c',
    "a: \"x\\n \\\" \\u00e9\"\nb: 'it''s'",
    'a: "x\n  y"\nb: c',
    'a: b\n  c\nd: e',
    'a: 1e3',
    'a: ~',
    'a: 12345678901234567890',
    'a: [b\n]',
    'a:\n- [b,\n]\nc: d',
    '"a": 1\n\'b c\': { "d":1, e: [f,\n    # g\n\n    h,\n  ], }',
    '{ "a":\n1, b: [{ c: d }, e],\n}',
    '[\n{ a: b }\n, c]\n# d',
    '# a\n---\nb: c',
  ])('reads %j as the other reader does', (text) => {
    expect(agrees(text)).toBe(true);
    expect(agrees(text.replaceAll('\n', '\r\n'))).toBe(true);
  });

  it.each([
    'a: &x 1\nb: *x',
    'a: !!str |\n  text',
    'a: 1\na: 2',
    'a:\n\tb: 1',
    'a: [b, 1e3]',
    '<<: {}',
    '? a\n: b',
    'a: b: c',
    'a: [b\nc]',
    'a: b\n---\nc: d',
  ])('leaves %j to the other reader', (text) => {
    expect(readPlainYaml(text)).toBeUndefined();
  });

  it.each([
    ['lines', (items: string[]) => `a:\n${items.map((item) => `- ${item}\n`).join('')}`],
    ['brackets', (items: string[]) => `a: [\n  ${items.join(',\n  ')}\n]\n`],
  ])('finds entries of long lists in %s in any order', (_, write) => {
    const text = write(Array.from({ length: 300 }, (_item, index) => `{ id: ${index}, b: [c] }`));
    const root = readPlainYaml(text)?.root();
    for (const index of [299, 0, 64, 63, 128, 127, 299, 300, 5, 4, 5, 200]) {
      const node = root?.child('a')?.child(index);
      expect(node && text.slice(...node.value), `${index}`).toBe(
        index < 300 ? `{ id: ${index}, b: [c] }` : undefined,
      );
      const inner = node?.child('b')?.child(0);
      expect(inner && text.slice(...inner.value)).toBe(index < 300 ? 'c' : undefined);
    }
  });

  it('leaves what is nested too deeply', () => {
    expect(readPlainYaml(`${'- '.repeat(50)}a`)).toBeDefined();
    expect(readPlainYaml(`${'- '.repeat(5000)}a`)).toBeUndefined();
    expect(readPlainYaml(`a: ${'['.repeat(5000)}${']'.repeat(5000)}`)).toBeUndefined();
  });
});
