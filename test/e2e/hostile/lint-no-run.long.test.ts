/** Linting untrusted code: nothing of it runs, all readable parts are checked, and the others are listed. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runJson } from '../../helpers/cli.js';
import { runWithin } from '../../helpers/hostile.js';
import { project, type TestProject } from '../../helpers/project.js';

const MARK = "writeFileSync(new URL('./was-run', import.meta.url), '');";
const TOP = "import { writeFileSync } from 'node:fs';\n";

const GOOD =
  "{ customData: [{ name: 'Store', unique_keys: ['code'], fields: [{ name: 'code', type: 'text', required: true, label: 'Code' }] }] }";
const BAD =
  "{ customData: [{ name: 'Store', unique_keys: ['code'], fields: [{ name: 'code', type: 'boolean', required: true }] }] }";

const connector = (
  top: string,
  provisioning = GOOD,
  form = "[{ key: 'a', type: 'text', label: 'A' }]",
) => `${TOP}
import { defineIntegration } from 'spm-connect';
${top}
export default defineIntegration({
  slug: 'small',
  meta: { name: 'Small', version: '1.0.0' },
  configSchema: { fields: ${form} },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  provisioning: ${provisioning},
  syncSteps: [],
});
`;

const FILES: Record<string, string> = {
  'spm-connect.config.json': JSON.stringify({ connector: './top.mjs' }),
  'top.mjs': connector(MARK),
  'helper.mjs': `${TOP}${MARK}\nexport const name = 'x';\n`,
  'imports.mjs': connector("import { name } from './helper.mjs';\nvoid name;"),
  'typed.ts': connector(`const at: string = 'x'; void at; ${MARK}`),
  'awaits.mjs': connector(`await import('./helper.mjs'); ${MARK}`),
  'function.mjs': connector('', `() => { ${MARK} return ${GOOD}; }`),
  'getter.mjs': connector('', `{ get customData() { ${MARK} return []; } }`),
  'exits.mjs': connector(`${MARK} process.exit(0);`),
  'spins.mjs': connector('for (;;) {}'),
  'throws.mjs': connector("throw new Error('no');"),
  'missing.mjs': connector("import 'a-package-that-is-not-there';"),
  'bad-plan.mjs': connector('process.exit(0);', BAD),
  'bad-form.mjs': connector('for (;;) {}', GOOD, "[{ key: 'a', type: 'colour', label: 'A' }]"),
  'bad.plan.json': `{ "customData": [{ "name": "Store", "fields": [{ "name": "a", "type": "boolean" }] }] }`,
  'odd.mjs': connector('', '{ customData: globalThis.someoneKnows() }'),
  'own/spm-connect.config.mjs': `${TOP}${MARK}\nexport default { connector: './connector.mjs' };\n`,
  'own/connector.mjs': connector(''),
};

let folder: TestProject;
beforeAll(() => {
  folder = project(FILES);
});
afterAll(() => folder.remove());

const lint = async (line: string, cwd = '.') => {
  const result = await runWithin(15_000, ['lint', ...line.split(' '), '--no-run', '--json'], {
    cwd: folder.file(cwd),
  });
  expect(result).toMatchObject({ timedOut: false, signal: null });
  expect(existsSync(folder.file('was-run'))).toBe(false);
  expect(existsSync(folder.file('own/was-run'))).toBe(false);
  const document = JSON.parse(result.stdout);
  const rules = (document.data?.findings ?? []).map(({ rule }: { rule: string }) => rule);
  return { code: result.code, document, rules: rules as string[] };
};

describe('nothing is run', { timeout: 60_000 }, () => {
  it.each(['top', 'imports', 'awaits', 'exits', 'spins', 'throws', 'missing'])(
    'of %s.mjs, and it is linted all the same',
    async (name) => {
      const { code, document } = await lint(`${name}.mjs`);
      expect(document.data).not.toBeNull();
      expect(code).toBe(0);
    },
  );

  it.each(['typed.ts', 'function.mjs', 'getter.mjs'])('of %s', async (name) => {
    const { code, document } = await lint(name);
    expect(document.data).not.toBeNull();
    expect([0, 1]).toContain(code);
  });

  it('of a configuration that is code', async () => {
    const { code, document } = await lint('connector.mjs', 'own');
    expect([0, 1, 64, 78]).toContain(code);
    expect(document.error?.code ?? '').not.toMatch(/OPTION|USAGE/);
  });
});

describe('what can be read is checked', { timeout: 60_000 }, () => {
  it.each([
    ['bad-plan.mjs', 'plan/field-type'],
    ['bad-form.mjs', 'connector/config-field-type'],
    ['bad.plan.json', 'plan/field-type'],
  ])('%s: %s', async (name, rule) => {
    const { code, rules } = await lint(name);
    expect(rules).toContain(rule);
    expect(code).toBe(1);
  });

  it('with the exit codes of lint', async () => {
    const { document } = await runJson(['lint', 'not-there.mjs'], { cwd: folder.path });
    const still = await lint('not-there.mjs');
    expect(still.code).toBe(64);
    expect(still.document.error.code).toBe(document.error?.code);
  });
});

it('what could not be read is told, beyond what a connector of plain values is told', {
  timeout: 60_000,
}, async () => {
  const told = ({ document: { data, diagnostics } }: Awaited<ReturnType<typeof lint>>) =>
    JSON.stringify({ ...data, files: [], diagnostics }).length;
  const [plain, odd, made] = [
    await lint('top.mjs'),
    await lint('odd.mjs'),
    await lint('function.mjs'),
  ];
  expect(told(odd)).toBeGreaterThan(told(plain));
  expect(told(made)).toBeGreaterThan(told(plain));
});
