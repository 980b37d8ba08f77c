/** Whatever a connector or a configuration does while it is loaded, lint reports it and everything else. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run, runJson } from '../helpers/cli.js';
import { CONFIG, connectorSource, project, type TestProject } from '../helpers/project.js';

const BAD_PLAN = 'customData: [{ name: A, unique_keys: [c], fields: [{ name: b, type: text }] }]\n';

let folder: TestProject;
beforeEach(() => {
  folder = project({ 'bad.plan.yaml': BAD_PLAN });
});
afterEach(() => folder.remove());

const connector = (text: string) => ({
  'spm-connect.config.mjs': CONFIG,
  'connector.mjs': text,
});
const configuration = (text: string) => ({
  'spm-connect.config.mjs': text,
  'connector.mjs': connectorSource(),
});

/** The files of the folder, and what the finding must say. */
const BROKEN: [what: string, files: Record<string, string>, said: string][] = [
  ['ends the process', connector('process.exit(0);\n'), 'ended it with exit code 0'],
  [
    'ends the process when it makes its plan',
    connector(connectorSource({ provisioning: '() => process.exit(3)' })),
    'ended it with exit code 3',
  ],
  ['waits for ever', connector('await new Promise(() => {});\n'), 'nothing can settle any more'],
  [
    'leaves a rejection alone',
    connector(`${connectorSource()}\nPromise.reject(new Error('nobody catches it'));\n`),
    'nobody catches it',
  ],
  [
    'throws in a callback',
    connector(`${connectorSource()}\nsetImmediate(() => { throw new Error('in a callback'); });\n`),
    'in a callback',
  ],
  ['throws no error', connector('throw { a: 1 };\n'), 'it throws an object instead of an error'],
  ['throws nothing', connector('throw undefined;\n'), 'it throws an empty value'],
  ['ends before a bracket', connector('export default { a: 1\n'), '"," is missing here'],
  ['has a text without an end', connector('const a = "b\n'), 'this text has no closing quote'],
  ['has a configuration that ends the process', configuration('process.exit(5);\n'), 'exit code 5'],
  [
    'has a configuration that waits for ever',
    configuration('await new Promise(() => {});\n'),
    'nothing can settle any more',
  ],
  ['has a configuration with a mistake', configuration('# none\n'), 'syntax error'],
  [
    'has a JSON configuration with a key that comes twice',
    { 'spm-connect.config.json': '{ "lint": {}, "lint": {} }' },
    'the key "lint" is here twice',
  ],
  [
    'has a YAML configuration with a key that comes twice',
    { 'spm-connect.config.yaml': 'lint: {}\nlint: {}\n' },
    'the key "lint" is here twice',
  ],
];

it.each(BROKEN)('reports a connector that %s, and the rest', async (_, files, said) => {
  for (const [name, text] of Object.entries(files)) folder.write(`shop/${name}`, text);
  const args = ['lint', 'bad.plan.yaml', 'shop', '--format', 'junit', '--output-file', 'o.xml'];
  const { code, document } = await runJson(args, { cwd: folder.path });
  const found: { rule: string; message: string }[] = document.data?.findings ?? [];
  expect(code).toBe(1);
  expect(found.map(({ rule }) => rule)).toContain('plan/unique-keys');
  expect(found.filter(({ rule }) => rule === 'lint/load')).toEqual([
    expect.objectContaining({ message: expect.stringContaining(said) }),
  ]);
  expect(JSON.stringify(found)).not.toMatch(/ParseError|Unexpected token|Unterminated|\[object/);
  expect(readFileSync(folder.file('o.xml'), 'utf8')).toMatch(
    /plan\/unique-keys.*<\/testsuites>\n$/s,
  );
});

describe('the place', () => {
  const places = async (text: string) => {
    folder.write('connector.ts', text);
    const { stdout } = await run(['lint', 'connector.ts'], { cwd: folder.path });
    return [...stdout.matchAll(/^ {4}at (.*)$/gm)].map(([, place]) => place);
  };

  it.each([
    ['const x = ;\n', 'connector.ts:1:11'],
    ['\nlet a; let a;\n', 'connector.ts:2:12'],
    ["throw new Error('first line');\n", 'connector.ts:1:1'],
    ["import x from './none.ts';\nexport default x;\n", 'connector.ts:1:1'],
    ["// comment\nthrow new Error('second line');\n", 'connector.ts:2:7'],
  ])('of %j is in its lines', async (text, place) => {
    expect(await places(text)).toEqual([place]);
  });
});

it('says what a connector exports if it exports null', async () => {
  folder.write('connector.ts', 'export default null;\n');
  const { stdout } = await run(['lint', 'connector.ts'], { cwd: folder.path });
  expect(stdout).toContain('but it is null [connector/shape]');
});

it('does not suggest the folder that has the name of the connector', async () => {
  folder.write('shop/connector.mjs/readme.md', '');
  folder.write('shop/spm-connect.config.mjs', CONFIG);
  const { stdout } = await run(['lint', 'shop'], { cwd: folder.path });
  expect(stdout).toContain('There is no connector at shop/connector.mjs');
  expect(stdout).not.toContain('Did you mean');
});

describe('a plan on standard input that is not UTF-8', () => {
  it.each([
    ['UTF-16 with its mark', `\ufeff${BAD_PLAN}`],
    ['UTF-16 without a mark', BAD_PLAN],
  ])('is refused as %s', async (_, text) => {
    const input = Buffer.from(text, 'utf16le');
    const { stdout } = await run(['lint', '-'], { cwd: folder.path, input });
    expect(stdout).toContain('error the file is not UTF-8 text [plan/syntax]');
  });
});

it.each([
  ['options: [null, ~]', ['null', '~']],
  ['options: [true]', ['true']],
  ['options: [x], label: ~', ['~']],
])('asks for quotes around a word that is no text: %s', async (part, words) => {
  folder.write(
    'a.plan.yaml',
    `customData: [{ name: A, unique_keys: [b], fields: [{ name: b, required: true, type: list, ${part} }] }]\n`,
  );
  const { document } = await runJson(['lint', 'a.plan.yaml'], { cwd: folder.path });
  const found: { rule: string; hint?: string }[] = document.data?.findings ?? [];
  expect(found.map(({ rule }) => rule)).toEqual(words.map(() => 'plan/shape'));
  expect(found.map(({ hint }) => hint)).toEqual(
    words.map((word) => `Write it in quotes: "${word}".`),
  );
});

it('finds one mistake once in a list of unique keys', async () => {
  folder.write(
    'a.plan.yaml',
    'customData: [{ name: A, unique_keys: [1e3], fields: [{ name: b, type: text }] }]\n',
  );
  const { document } = await runJson(['lint', 'a.plan.yaml'], { cwd: folder.path });
  expect(document.data?.findings.map(({ rule }: { rule: string }) => rule)).toEqual(['plan/shape']);
});
