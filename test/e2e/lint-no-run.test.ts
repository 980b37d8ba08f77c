/** `lint --no-run` on connectors that nobody should run. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { LintReport } from '../../src/lint/types.js';
import { ROOT, run, runJson } from '../helpers/cli.js';
import { project, type TestProject } from '../helpers/project.js';

const MARK = "require('node:fs').writeFileSync('RAN', 'x');";
const MARK_ESM = "import { writeFileSync } from 'node:fs'; writeFileSync('RAN', 'x');";

const RECORDS =
  "{ name: 'Store', unique_keys: ['cod'], fields: [{ name: 'code', type: 'string', required: true }] }";

/** A connector with two visible mistakes, whatever code surrounds it. */
const connector = (before = '', parts = '') => `${before}
import { defineIntegration } from 'spm-connect';
export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
  provisioning: { customData: [${RECORDS}] },
  ${parts}
});
`;

const projects: TestProject[] = [];
afterAll(() => {
  for (const one of projects) one.remove();
});

function folderWith(files: Record<string, string>): TestProject {
  const folder = project({
    'spm-connect.config.json': '{ "connector": "./connector.ts" }',
    ...files,
  });
  projects.push(folder);
  return folder;
}

async function lintIn(folder: TestProject, ...args: string[]) {
  const { code, document, stderr } = await runJson(['lint', '--no-run', ...args], {
    cwd: folder.path,
  });
  const report = document.data as LintReport | undefined;
  const rules = report?.findings.map(({ rule }) => rule) ?? [];
  const gaps =
    report?.unchecked?.map(({ code, path, file, line }) => `${file}:${line} ${code} ${path}`) ?? [];
  return { code, document, report, rules, gaps, stderr };
}

const BOTH = ['plan/unique-keys', 'plan/field-type'];

/** Everything that is loaded, called or read when a connector runs. */
const HOSTILE = {
  'connector.ts': connector(`${MARK_ESM}
import './evil.ts';
import { x } from 'evil';
import y from '#evil';
if (Date.now()) throw new Error('x');
while (true) {}
process.exit(0);`),
  'evil.ts': `${MARK_ESM} while (true) {}`,
  'package.json':
    '{ "type": "module", "imports": { "#evil": "./evil.cjs" }, "exports": "./evil.cjs", "cosmiconfig": { "$import": "./evil.cjs" } }',
  'evil.cjs': MARK,
  'spm-connect.config.ts': `${MARK_ESM}\nexport default { connector: './connector.ts' };\nwhile (true) {}`,
  '.config/config.js': `${MARK} module.exports = {};`,
  '.config/config.cjs': `${MARK} module.exports = {};`,
  '.config/config.ts': `${MARK} export default {};`,
  'jiti.config.js': MARK,
  '.env': 'SPM_CONNECTOR=./none.ts\nNODE_OPTIONS=--require ./evil.cjs\nSPM_LINT_NO_RUN=0',
  ...Object.fromEntries(
    ['evil', 'spm-connect', 'jiti', '@babel/parser', 'yaml'].flatMap((name) => [
      [`node_modules/${name}/package.json`, '{ "main": "index.js", "exports": "./index.js" }'],
      [`node_modules/${name}/index.js`, MARK],
    ]),
  ),
};

describe('what would be run otherwise', () => {
  it('is not: modules, packages, the configuration and what stands beside it', async () => {
    const folder = project(HOSTILE);
    projects.push(folder);
    const { rules, code, gaps, stderr } = await lintIn(folder);
    expect({ stderr, ran: existsSync(folder.file('RAN')) }).toEqual({ stderr: '', ran: false });
    expect([code, rules]).toEqual([1, BOTH]);
    expect(gaps).toEqual(['connector.ts:1 functions ', 'spm-connect.config.ts:1 configuration ']);
  });

  it('is not: getters, and what is called in an object', async () => {
    const folder = folderWith({
      'connector.ts': connector(
        '',
        `get hooks() { ${MARK} return {}; }, [(() => { ${MARK} return 'x' })()]: 1,`,
      ),
    });
    const { rules, document, gaps } = await lintIn(folder);
    expect({ rules, ran: existsSync(folder.file('RAN')) }).toEqual({ rules: [], ran: false });
    // A computed key can be any key.
    expect([document.error?.code, gaps]).toEqual([
      undefined,
      ['connector.ts:1 functions ', 'connector.ts:11 computed '],
    ]);
  });
});

describe('what cannot be read', () => {
  const folder = folderWith({
    'connector.ts': `import { defineIntegration, defineBulkStep } from 'spm-connect';
import { label } from 'partner';
import { stores } from './stores.ts';
import { secret } from '../outside.ts';
import { linked } from './link.ts';
import { two } from './two';
const fields = [{ name: 'code', type: 'text' }];
fields.push({ name: 'id2', type: 'text' });
const event = (code_name: string) => ({ code_name, name: { en: 'Paid' } });
export default defineIntegration({
  slug: 'Not A Slug',
  meta: { name: label, version: '1.0' },
  configSchema: { fields: [{ key: 'k', type: 'string', label: label('k') }, ...label.fields] },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [defineBulkStep({ entity: 'a', stream, map, push, tolerateRejects: true }), make()],
  remoteData: { ...label },
  provisioning: {
    customData: [
      stores,
      { name: 'Changed', unique_keys: ['id2'], fields },
      { name: secret, unique_keys: ['x'], fields: linked },
      { name: 'Visit', unique_keys: ['nr'], fields: [{ name: 'nr', type: two, required: process.env.X }] },
    ],
    events: [event('a b'), event('paid')],
  },
});
`,
    'stores.ts': `export const stores = { name: 'Store ', unique_keys: ['code'], fields: [{ name: 'code', type: 'text', required: true }, ...rest] };`,
    'two.ts': "export const two = 'nope';",
    'two.js': "export const two = 'nope';",
  });
  const outside = folderWith({ 'x.ts': 'export const linked = [];' });
  symlinkSync(outside.file('x.ts'), folder.file('link.ts'));

  it('is listed with its places, and leads to no finding', async () => {
    const { code, report, gaps } = await lintIn(folder);
    expect(
      report?.findings.map(({ rule, path, file, line }) => `${file}:${line} ${rule} ${path}`),
    ).toEqual([
      'connector.ts:9 plan/event-code-name provisioning.events[0].code_name',
      'connector.ts:11 connector/shape slug',
      'connector.ts:12 connector/shape meta.version',
      'connector.ts:13 connector/config-field-type configSchema.fields[0].type',
      'connector.ts:16 connector/tolerate-all syncSteps[0].tolerateRejects',
      'stores.ts:1 plan/outer-spaces provisioning.customData[0].name',
    ]);
    expect(code).toBe(1);
    expect(gaps).toEqual([
      'connector.ts:1 functions ',
      'connector.ts:2 package meta.name',
      'connector.ts:4 missing provisioning.customData[2].name',
      'connector.ts:5 outside provisioning.customData[2].fields',
      'connector.ts:6 ambiguous provisioning.customData[3].fields[0].type',
      'connector.ts:13 call configSchema.fields[0].label',
      'connector.ts:16 computed syncSteps[0].bulk.stream',
      'connector.ts:16 computed syncSteps[0].bulk.map',
      'connector.ts:16 computed syncSteps[0].bulk.push',
      'connector.ts:16 call syncSteps[1]',
      'connector.ts:21 changed provisioning.customData[1].fields',
      'connector.ts:23 computed provisioning.customData[3].fields[0].required',
      'stores.ts:1 computed provisioning.customData[0].fields',
    ]);
  });
});

describe('a connector of which nothing can be read', () => {
  it('is a finding', async () => {
    const folder = folderWith({
      'connector.ts': "import { make } from 'x';\nexport default make({});",
    });
    const { code, document } = await lintIn(folder);
    expect(code).toBe(1);
    expect(document.data?.findings).toMatchObject([
      {
        rule: 'lint/load',
        message: expect.stringMatching(
          /^Nothing of the connector connector.ts can be read without running it: /,
        ),
      },
    ]);
  });
});

it('can be asked for by a variable, and tells people what was not checked', async () => {
  const folder = folderWith({
    'connector.ts': connector(
      "import { x } from 'x';\nimport { y } from './pipe.ts';",
      'widgets: x, hooks: y,',
    ),
  });
  // The entry is not awaited.
  execFileSync('mkfifo', [folder.file('pipe.ts')]);
  const { code, stdout } = await run(['lint'], { cwd: folder.path, env: { SPM_LINT_NO_RUN: '1' } });
  expect(code).toBe(1);
  expect(stdout.slice(stdout.indexOf('\nNot checked'))).toBe(`
Not checked, since no code was run:
  connector.ts:1:1 widgets: it comes from a package (x) [package]
  connector.ts:1:1 rules that call functions of the connector are left out (connector/step-enabled, connector/unreachable-step, lint/evaluation) [functions]
  connector.ts:2:1 hooks: the import leads to no file of the project (./pipe.ts) [missing]
`);
});

describe('where all is static', () => {
  const examples = join(ROOT, 'docs', 'lint');
  const files = readdirSync(join(examples, 'connector')).flatMap((name) => [
    `connector/${name}/bad.ts`,
    `connector/${name}/good.ts`,
  ]);
  /** These rules call functions of the connector. */
  const ASKED = ['connector/step-enabled', 'connector/unreachable-step', 'lint/evaluation'];

  it('finds what a lint that runs finds', async () => {
    const findings = async (...args: string[]) => {
      const { stdout } = await run(['lint', ...files, '--format', 'json', ...args], {
        cwd: examples,
      });
      return (JSON.parse(stdout) as LintReport).findings.map(
        ({ fixture: _, ...finding }) => finding,
      );
    };
    const normal = await findings();
    expect(await findings('--no-run')).toEqual(normal.filter(({ rule }) => !ASKED.includes(rule)));
  }, 60_000);
});
