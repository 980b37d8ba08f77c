import { describe, expect, it } from 'vitest';
import { parsePlanFile, planFormatOf } from '../../src/plan-file/parse.js';
import type { PlanFormat } from '../../src/plan-file/types.js';

/** The syntax problems, as `line:column code values`. */
const problemsIn = (text: string, format: PlanFormat = 'yaml') =>
  parsePlanFile(text, format).problems.map(({ at, code, args }) =>
    [`${at.line}:${at.column}`, code, ...Object.values(args)].join(' '),
  );

/** The text at the place of a path. */
function textAt(text: string, format: PlanFormat, path: string, ofKey?: boolean): string {
  const { line, column, endLine, endColumn } = parsePlanFile(text, format).place(path, ofKey);
  const lines = text.split('\n').slice(line - 1, endLine);
  const last = lines.at(-1) ?? '';
  lines[lines.length - 1] = last.slice(0, endColumn - 1);
  return `${line}: ${lines.join('\n').slice(column - 1)}`;
}

const YAML = `customData:
  - name: Card
    unique_keys:
      - number
    fields:
      - { name: number, type: txt, options: [a, b] }
      - name: note
        description: |
          two
          lines
events:
`;
const ANCHORS = `defaults: &fields
  - { name: a, type: txt }
customData:
  - name: "Card"
    fields: *fields
`;
const JSON_TEXT = `{
  "customData": [
    { "name": "Card", "fields": [{ "name": "n\\u00e9", "type": "txt" }], "unique_keys": [] },
    {
      "fields": []
    }
  ]
}
`;

describe('parsePlanFile', () => {
  it('reads YAML and JSON alike', () => {
    const plan = { events: [{ code_name: 'a', name: { fr: 'A' } }] };
    expect(parsePlanFile('events: [{ code_name: a, name: { fr: A } }]', 'yaml').plan).toEqual(plan);
    expect(parsePlanFile(JSON.stringify(plan), 'json').plan).toEqual(plan);
  });

  it.each([
    ['customData[0].fields[0].type', '6: txt'],
    ['customData[0].fields[0].options', '6: [a, b]'],
    ['customData[0].fields[0].options[1]', '6: b'],
    ['customData[0].unique_keys', '3: unique_keys'],
    ['customData[0].unique_keys[0]', '4: number'],
    ['customData[0].relationships', '2: name'],
    ['customData[0].fields[0].label.en', '6: name'],
    ['customData[1].name', '1: customData'],
    ['customData', '1: customData'],
    ['events', '11: events'],
    ['', '1: customData'],
  ])('places %s of YAML at %s', (path, place) => {
    expect(textAt(YAML, 'yaml', path)).toBe(place);
    const unplain = `${YAML}x: !!str y\n`;
    expect(textAt(unplain, 'yaml', path)).toBe(place);
  });

  it('places what stands behind an anchor where it is written', () => {
    expect(textAt(ANCHORS, 'yaml', 'customData[0].fields[0].type')).toBe('2: txt');
    expect(textAt(ANCHORS, 'yaml', 'customData[0].name')).toBe('4: "Card"');
  });

  it('places a text over several lines as a whole', () => {
    expect(textAt(YAML, 'yaml', 'customData[0].fields[1].description')).toMatch(/^8: \|\n +two/);
  });

  it.each([
    ['customData[0].fields[0].type', '3: "txt"'],
    ['customData[0].fields[0].name', '3: "n\\u00e9"'],
    ['customData[0].unique_keys', '3: []'],
    ['customData[0].relationships', '3: "name"'],
    ['customData[1]', '4: "fields"'],
    ['customData[1].name', '4: "fields"'],
    ['customData', '2: "customData"'],
    ['events', '2: "customData"'],
  ])('places %s of JSON at %s', (path, place) => {
    const [line = '', text = ''] = place.split(': ');
    const shown = textAt(JSON_TEXT, 'json', path);
    expect(shown.slice(shown.indexOf(': ') + 2)).toBe(text);
    if (path !== 'customData[1]' && path !== 'customData[1].name')
      expect(shown.split(':')[0]).toBe(line);
  });

  it('places the key where that is meant', () => {
    expect(textAt(YAML, 'yaml', 'customData[0].fields[0].type', true)).toBe('6: type');
    expect(textAt(JSON_TEXT, 'json', 'customData[0].name', true)).toBe('3: "name"');
  });

  it('counts lines with any line end', () => {
    const { line, column } = parsePlanFile('events:\r\n  - name: a\r\n', 'yaml').place(
      'events[0].name',
    );
    expect({ line, column }).toEqual({ line: 2, column: 11 });
  });
});

describe('what cannot be read', () => {
  it('is told all at once, in order', () => {
    const text = 'a: 1\na: 2\nb: [1\nc: "x\n';
    const problems = problemsIn(text);
    expect(problems.length).toBeGreaterThan(1);
    expect(problems[0]).toBe('2:1 repeated-key a');
  });

  it.each([
    ['a: 1\n---\nb: 1', '2:1 several-documents'],
    ['a: *none', '1:4 unknown-anchor none'],
    ['a:\n\tb: 1', '2:1 yaml-tab'],
    ['a: { b: 1, b: 2 }', '1:12 repeated-key b'],
    ['', '1:1 file-empty'],
    ['# nothing\n', '1:1 no-plan'],
    ['null', '1:1 no-plan'],
  ])('YAML %j', (text, problem) => {
    expect(problemsIn(text)[0]).toMatch(problem);
  });

  it.each([
    ['{ "a": 1, }', '1:11 json-property'],
    ['{ "a": 1 // b\n}', '1:10 json-comment'],
    ["{ 'a': 1 }", /^1:3 /],
    ['{ "a": 1, "b": { "c": 1, "c": 2 } }', '1:26 repeated-key c'],
    ['{ "a": "b: \\"c\\": ", "a": 1 }', '1:22 repeated-key a'],
    ['{ "a": 01 }', /^1:[89] /],
    ['{ "a": 1 } x', /^1:12 /],
    ['', '1:1 file-empty'],
  ])('JSON %j', (text, problem) => {
    expect(problemsIn(text, 'json')[0]).toMatch(problem);
  });

  it('is an alias that stands for too much', () => {
    const levels = Array.from({ length: 8 }, (_, level) => {
      const of = level === 0 ? 'x' : `*a${level - 1}`;
      return `a${level}: &a${level} [${Array(10).fill(of).join(', ')}]`;
    });
    expect(problemsIn(levels.join('\n'))).toEqual(['1:1 too-many-aliases 10,000']);
  });

  it('is what is nested without end', () => {
    for (const text of [`a: ${'['.repeat(50_000)}`, '- '.repeat(50_000)]) {
      const { length } = problemsIn(text);
      expect(length).toBeGreaterThan(0);
      expect(length).toBeLessThanOrEqual(100);
    }
  });

  it('is what is larger than any plan', () => {
    const { problems } = parsePlanFile(' '.repeat(128 * 1024 * 1024 + 1), 'yaml');
    expect(problems).toMatchObject([{ code: 'file-too-large', args: { limit: '128 MiB' } }]);
  });

  it('is large YAML that only the parser of all YAML reads, from where it is not plain', () => {
    const list = `a:\n${'  - text\n'.repeat(600_000)}`;
    expect(problemsIn(list)).toEqual([]);
    expect(problemsIn(`${list}b: &x 1\n`)).toEqual(['600002:4 yaml-not-plain 4 MiB']);
    expect(problemsIn(`b: &x 1\n${list}`)).toEqual(['1:4 yaml-not-plain 4 MiB']);
    expect(problemsIn(`${list}a: 1\n`)).toEqual(['600002:1 yaml-not-plain 4 MiB']);
    expect(problemsIn(`${list}---\n`)).toEqual(['600002:1 yaml-not-plain 4 MiB']);
  });

  it('takes no time for a map with many keys', () => {
    const keys = Array.from({ length: 50_000 }, (_, index) => `"k ${index}": ${index}`);
    expect(problemsIn(keys.join('\n'))).toEqual([]);
  });
});

it('knows the formats by the names of files', () => {
  expect(['a.plan.yaml', 'a.YML', 'a.json', 'a.ts'].map(planFormatOf)).toEqual([
    'yaml',
    'yaml',
    'json',
    undefined,
  ]);
});
