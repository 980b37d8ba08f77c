/** Lint reports on every input: files that cannot be loaded, findings of a baseline, and a plan on standard input. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run, runJson } from '../helpers/cli.js';
import { CONFIG, connectorSource, project, type TestProject } from '../helpers/project.js';

const BAD_PLAN = 'customData: [{ name: A, unique_keys: [c], fields: [{ name: b, type: text }] }]\n';
const CLEAN_PLAN = 'events: [{ code_name: visit, name: { en: Visit } }]\n';

let folder: TestProject;
beforeEach(() => {
  folder = project({ 'bad.plan.yaml': BAD_PLAN, 'clean.plan.yaml': CLEAN_PLAN });
});
afterEach(() => folder.remove());

const lint = (args: string[], input?: string) =>
  run(['lint', ...args], { cwd: folder.path, ...(input !== undefined && { input }) });

/** `file:line rule` of every finding. */
async function findings(args: string[]): Promise<string[]> {
  const { document } = await runJson(['lint', ...args], { cwd: folder.path });
  const found: { file: string; line?: number; rule: string }[] = document.data?.findings ?? [];
  return found.map(({ file, line, rule }) => `${file}:${line ?? '-'} ${rule}`);
}

const BROKEN: [what: string, files: Record<string, string>, place: string][] = [
  [
    'a connector with a syntax error',
    { 'spm-connect.config.mjs': CONFIG, 'connector.mjs': `${connectorSource()}\nsyntax err(` },
    'shop/connector.mjs:',
  ],
  [
    'a connector that throws',
    { 'spm-connect.config.mjs': CONFIG, 'connector.mjs': "throw new Error('boom');\n" },
    'shop/connector.mjs:1 ',
  ],
  ['a folder without a configuration', { 'readme.md': '' }, 'shop:- '],
  [
    'a configuration with a syntax error',
    { 'spm-connect.config.yaml': 'connector: [\n' },
    'shop/spm-connect.config.yaml:',
  ],
  [
    'a configuration with a wrong value',
    { 'spm-connect.config.json': '{\n  "sync": {\n    "backfillDays": "x" } }' },
    'shop/spm-connect.config.json:3 ',
  ],
  [
    'a YAML configuration with an unknown setting',
    { 'spm-connect.config.yaml': 'target: sandbox\nconector: ./a.ts\n' },
    'shop/spm-connect.config.yaml:2 ',
  ],
  [
    'a configuration module with a wrong value',
    {
      'spm-connect.config.mjs': "export default {\n  sync: {\n    interval: '1e3' } };\n",
      'connector.mjs': connectorSource(),
    },
    'shop/spm-connect.config.mjs:3 ',
  ],
  [
    'a configuration in package.json with a wrong severity',
    {
      'package.json':
        '{ "name": "x",\n "spm-connect": {\n  "lint": {\n   "rules": { "plan/quotes": "no" } } } }',
    },
    'shop/package.json:4 ',
  ],
  [
    'a connector that does not exist',
    { 'spm-connect.config.mjs': "export default { connector: './none.ts' };\n" },
    'shop/none.ts:- ',
  ],
  [
    'settings that are not JSON',
    {
      'spm-connect.config.json':
        '{ "connector": "./connector.mjs", "lint": { "settings": ["./s.json"] } }',
      's.json': '{ "a": [1, }',
      'connector.mjs': connectorSource(),
    },
    'shop/s.json:1 ',
  ],
  [
    'a base plan that is not YAML',
    {
      'spm-connect.config.json':
        '{ "connector": "./connector.mjs", "lint": { "base": "./b.plan.yaml" } }',
      'b.plan.yaml': 'a: [',
      'connector.mjs': connectorSource(),
    },
    'shop/b.plan.yaml:1 ',
  ],
];

describe.each(BROKEN)('%s', (_, files, place) => {
  beforeEach(() => {
    for (const [name, text] of Object.entries(files)) folder.write(`shop/${name}`, text);
  });

  it('is a finding at its place, and the rest is linted and written', async () => {
    const args = ['bad.plan.yaml', 'shop', '--format', 'junit', '--output-file', 'o.xml'];
    const found = await findings(args);
    expect(found).toContain('bad.plan.yaml:1 plan/unique-keys');
    const loads = found.filter((text) => text.endsWith(' lint/load'));
    expect(loads).toEqual([expect.stringContaining(place)]);
    const xml = readFileSync(folder.file('o.xml'), 'utf8');
    expect(xml).toMatch(/plan\/unique-keys.*lint\/load.*<\/testsuites>\n$/s);
  });
});

it('shows no words of a parser', async () => {
  folder.write('a.plan.json', '{ "events": [1, }');
  folder.write('b.plan.yaml', 'events:\n- a: b\n  - c\n\tx: y\n');
  folder.write('shop/spm-connect.config.json', '{ "connector": ');
  const { stdout } = await lint(['a.plan.json', 'b.plan.yaml', 'shop']);
  expect(stdout).not.toMatch(
    /Expected|Invalid input|Unexpected|ParseError|implicit|JSON at position/,
  );
});

it('says that there are more warnings than --max-warnings allows', async () => {
  folder.write('w.plan.yaml', BAD_PLAN.replace('unique_keys: [c]', 'unique_keys: [b]'));
  for (const args of [
    [],
    ['--format', 'github'],
    ['--format', 'junit', '--output-file', 'o.xml'],
  ]) {
    const { code, stderr } = await lint(['w.plan.yaml', '--max-warnings', '0', ...args]);
    expect(code).toBe(1);
    expect(stderr).toContain('1 warning was found, and --max-warnings allows 0');
  }
  expect((await lint(['w.plan.yaml', '--max-warnings', '1'])).stderr).toBe('');
});

it('names fixtures only if they differ', async () => {
  folder.write(
    'connector.mjs',
    connectorSource({
      provisioning: `(ctx) => ({ events: [{
    code_name: ctx.settings.name, name: { en: 'A' } }] })`,
    }),
  );
  folder.write('one.json', '{ "name": "visit" }');
  folder.write('two.json', '{ "name": "a b" }');
  const shown = async (settings: string[]) => {
    folder.write(
      'spm-connect.config.json',
      JSON.stringify({ connector: './connector.mjs', lint: { settings } }),
    );
    return (await lint([])).stdout;
  };
  expect(await shown(['./one.json'])).not.toContain('(with');
  expect(await shown(['./two.json', './two.json'])).not.toContain('(with');
  const both = await shown(['./one.json', './two.json']);
  expect(both.match(/\(with [^)]*\)/g)).toEqual(['(with two.json)']);
});

it('finds one mistake once', async () => {
  const field = '{ name: b, type: text, required: true }';
  const definition = (parts: string) => `customData: [{ name: A, ${parts} }]\n`;
  const plans = {
    relationship: definition(
      `unique_keys: [b], fields: [${field}], relationships: [{ source: b, target_schema: B, target: a }]`,
    ),
    field: definition(`unique_keys: [b], fields: [${field}, { nmae: c, type: text }]`),
    type: definition('unique_keys: [b], fields: [{ name: b, typ: text, required: true }]'),
    keys: definition(`uniqe_keys: [b], fields: [${field}]`),
    options: definition(
      'unique_keys: [b], fields: [{ name: b, type: list, optoins: [x], required: true }]',
    ),
    unknown: definition(
      'unique_keys: [b], fields: [{ name: b, type: lsit, options: [x], required: true }]',
    ),
    source: 'dataSources: [{ key: a, label: A }]\n',
    event: 'events: [{ codename: a, name: { en: A } }]\n',
  };
  for (const [name, plan] of Object.entries(plans)) folder.write(`one/${name}.plan.yaml`, plan);
  const found = await findings(['one/*.plan.yaml']);
  expect(found.map((text) => text.replace(/^one\/|\.plan.*/g, ''))).toEqual(
    Object.keys(plans).sort(),
  );
});

it('shows places as terminals open them', async () => {
  expect((await lint(['bad.plan.yaml'])).stdout).toContain(
    '    at bad.plan.yaml:1:39, customData[0].unique_keys[0]\n',
  );
});

describe('a text without quotes', () => {
  const OPTIONS = '[01000, 02100, 75001, 1.0, 0x1F, true, "0200", abc]';
  const definition = (options: string) =>
    `{ "customData": [{ "name": "A", "unique_keys": ["c"], "fields": [{ "name": "c", "type": "list", "required": true, "options": ${options} }] }] }`;
  const quoted = (stdout: string) =>
    [...stdout.matchAll(/hint: Write it in quotes: "(.*)"\./g)].map(([, text]) => text);

  it('is found in YAML and in JSON', async () => {
    const yaml = await lint(['-'], `# yaml\n${definition(OPTIONS)}`);
    expect(yaml.code).toBe(1);
    expect(quoted(yaml.stdout)).toEqual(['01000', '02100', '1.0', '0x1F', 'true']);
    folder.write('q.plan.json', definition('[1.0, 1e3, 12345678901234567890, 2, "3.0"]'));
    const json = await lint(['q.plan.json']);
    expect(quoted(json.stdout)).toEqual(['1.0', '1e3', '12345678901234567890']);
  });

  it('is found in a plan that a connector loads', async () => {
    folder.write('codes.plan.yaml', definition('[01000]'));
    folder.write(
      'connector.mjs',
      `import { loadPlan } from 'spm-connect';\n${connectorSource({ provisioning: "loadPlan('./codes.plan.yaml')" })}`,
    );
    expect(await findings(['connector.mjs'])).toEqual(['codes.plan.yaml:1 plan/quotes']);
  });
});

describe('standard input', () => {
  it.each([
    ['YAML', BAD_PLAN, 1],
    ['JSON', '{ "events": [{ "code_name": "a b", "name": { "en": "A" } }] }', 1],
    ['JSON with a byte order mark', `\ufeff{ "evnts": [] }`, 1],
    ['a clean plan', CLEAN_PLAN, 0],
    ['nothing', '', 1],
  ])('has %s', async (_, input, code) => {
    const result = await lint(['-'], input);
    expect(result.code).toBe(code);
    expect(result.stdout).toContain('<stdin>');
  });

  it('is linted beside files', async () => {
    const { stdout } = await lint(['-', 'bad.plan.yaml'], 'evnts: []\n');
    expect(stdout).toContain('unknown key "evnts"');
    expect(stdout).toContain('plan/unique-keys');
  });
});

it('writes Code Quality reports for GitLab', async () => {
  const { stdout } = await lint(['bad.plan.yaml', '--format', 'gitlab']);
  const issues = JSON.parse(stdout) as Record<string, unknown>[];
  expect(issues).toContainEqual({
    description: expect.stringContaining('"c" is not a field of this definition'),
    check_name: 'plan/unique-keys',
    fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    severity: 'major',
    location: { path: 'bad.plan.yaml', lines: { begin: 1 } },
  });
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  expect(JSON.parse((await lint(['clean.plan.yaml', '--format', 'gitlab'])).stdout)).toEqual([]);
});

describe('--baseline', () => {
  const args = ['old.plan.yaml', '--baseline', 'b.json'];
  const OLD = `customData:
  - name: A
    unique_keys: [c]
    fields:
      - { name: b, type: strin }
`;
  beforeEach(() => folder.write('old.plan.yaml', OLD));

  it('is written by the first run, and hides what it knows from then on', async () => {
    const first = await lint(args);
    expect(first.code).toBe(1);
    expect(first.stdout).toContain('Wrote 2 findings to b.json');
    expect(await lint(args)).toMatchObject({
      code: 0,
      stdout: '✓ old.plan.yaml has no findings\nb.json hides 2 findings\n',
    });
  });

  it.each([
    ['a new mistake', OLD.replace('strin }', 'strin, requred: true }'), ['plan/unknown-key']],
    ['the same mistake once more', `${OLD}      - { name: d, type: strin }\n`, ['plan/field-type']],
    [
      'a definition before it',
      OLD.replace(
        'customData:\n',
        'customData:\n  - { name: N, unique_keys: [n], fields: [{ name: n, type: text, required: true }] }\n',
      ),
      [],
    ],
  ])('shows after %s what is new', async (_, changed, rules) => {
    await lint(args);
    folder.write('old.plan.yaml', changed);
    const found = await findings(args);
    expect(found.map((text) => text.split(' ')[1])).toEqual(rules);
  });

  it('says what is corrected', async () => {
    await lint(args);
    folder.write('old.plan.yaml', OLD.replace('strin', 'text').replace('[c]', '[b]'));
    const { stdout } = await lint(args);
    expect(stdout).toContain('2 findings of b.json cannot be found any more');
  });

  it('is refused if it is something else', async () => {
    for (const text of ['{}', '[', '{ "version": 2, "findings": {} }']) {
      folder.write('b.json', text);
      expect(await lint(args)).toMatchObject({ code: 64, stdout: '' });
    }
  });
});

it('hides warnings with --quiet', async () => {
  folder.write('w.plan.yaml', BAD_PLAN.replace('unique_keys: [c]', 'unique_keys: [b]'));
  expect(await lint(['w.plan.yaml', '--quiet'])).toMatchObject({
    code: 0,
    stdout: '✓ w.plan.yaml has no errors\n--quiet hides 1 finding\n',
  });
  const { stdout } = await lint(['w.plan.yaml', 'bad.plan.yaml', '--quiet']);
  expect(stdout).not.toContain('warning "');
  expect(stdout).toContain('error "c"');
  expect((await lint(['w.plan.yaml', '--quiet', '--fail-on', 'warning'])).code).toBe(1);
});

it('expands patterns', async () => {
  folder.write('shops/a/x.plan.yaml', BAD_PLAN);
  folder.write('shops/b/x.plan.yaml', BAD_PLAN);
  const bad = 'plan/unique-keys';
  expect(await findings(['shops/*/*.plan.yaml'])).toEqual([
    `shops/a/x.plan.yaml:1 ${bad}`,
    `shops/b/x.plan.yaml:1 ${bad}`,
  ]);
  expect(await findings(['**/{a,b}/x.plan.yaml'])).toHaveLength(2);
  expect(await findings(['shops/[a]/x.plan.yaml'])).toEqual([`shops/a/x.plan.yaml:1 ${bad}`]);
  expect(await findings(['shops/*'])).toEqual(['shops/a:- lint/load', 'shops/b:- lint/load']);
});

describe('a byte order mark', () => {
  const MARK = '\ufeff';
  const settings = { connector: './connector.mjs', lint: { settings: ['./s.json'] } };

  it.each([
    [
      'package.json',
      { 'package.json': `${MARK}{ "name": "x", "spm-connect": ${JSON.stringify(settings)} }` },
    ],
    ['a JSON configuration', { 'spm-connect.config.json': MARK + JSON.stringify(settings) }],
    [
      'a YAML configuration',
      {
        'spm-connect.config.yaml': `${MARK}connector: ./connector.mjs\nlint: { settings: [./s.json] }\n`,
      },
    ],
    [
      'a module',
      { 'spm-connect.config.mjs': `${MARK}export default ${JSON.stringify(settings)};\n` },
    ],
    [
      'package.json beside the configuration',
      {
        'package.json': `${MARK}{ "name": "x" }`,
        'spm-connect.config.json': JSON.stringify(settings),
      },
    ],
  ] satisfies [string, Record<string, string>][])(
    'before %s and the settings does not matter',
    async (_, files) => {
      for (const [name, text] of Object.entries(files)) folder.write(name, text);
      folder.write('s.json', `${MARK}{ "a": 1 }`);
      folder.write('connector.mjs', MARK + connectorSource());
      expect(await lint([])).toMatchObject({ code: 0 });
    },
  );
});

it.each([
  ['alone', {}],
  ['beside a configuration', { 'spm-connect.config.json': '{}' }],
])('a broken package.json %s ends other commands with 78', async (_, files) => {
  for (const [name, text] of Object.entries({ ...files, 'package.json': '{ "name": ' }))
    folder.write(name, text);
  const { code, document } = await runJson(['config'], { cwd: folder.path });
  expect({ code, error: document.error?.code }).toEqual({ code: 78, error: 'SPM_CONFIG_INVALID' });
  expect(document.error?.cause).toContain('package.json:1:');
});

it.each([
  'spm-connect.config.json',
  'spm-connect.config.yaml',
  '.spm-connectrc',
  '.spm-connectrc.yml',
])('an empty %s is the nearest configuration', async (name) => {
  folder.write('spm-connect.config.json', '{ "target": "production" }');
  const text =
    { json: '', yaml: '# nothing\n', yml: '' }[name.split('.').pop() ?? ''] ?? '\ufeff\n';
  folder.write(`inner/${name}`, text);
  const { document } = await runJson(['config'], { cwd: folder.file('inner') });
  expect(document.data.file).toMatch(new RegExp(`inner/${name}$`));
});
