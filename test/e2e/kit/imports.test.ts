/** Imports of the ecosystem's kit, through the binary. */
import { afterEach, describe, expect, it } from 'vitest';
import { run, runJson } from '../../helpers/cli.js';
import { project, type TestProject } from '../../helpers/project.js';

const open: TestProject[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) folder.remove();
});

const KIT = '@shopimind/integration-kit-js';

function given(files: Record<string, string>): TestProject {
  const folder = project({
    'spm-connect.config.json': '{ "connector": "./connector.ts" }',
    ...files,
  });
  open.push(folder);
  return folder;
}

const connector = (imports: string, more = '') => `${imports}
import { defineBulkStep, defineIntegration, SpmVouchers } from '${KIT}';
${more}
export default defineIntegration({
  slug: 'kitty',
  meta: { name: 'Kitty', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: (raw: object) => raw,
  testConnection: async () => true,
  syncSteps: [
    defineBulkStep({
      entity: 'vouchers',
      async *stream({ window }) { if (window.until === null) yield {}; },
      map: (one: object) => one,
      push: (ctx, records) => ctx.sendBulk(SpmVouchers.bulkSave, records as never[]),
    }),
  ],
});
`;

async function findings(folder: TestProject, ...args: string[]) {
  const { code, document } = await runJson(['lint', ...args], { cwd: folder.path });
  const found = document.data?.findings as {
    rule: string;
    file: string;
    line: number;
    message: string;
    hint?: string;
  }[];
  return { code, found };
}

describe('imports of the kit', () => {
  it.each([
    ['absent', {}],
    [
      'installed',
      {
        [`node_modules/${KIT}/package.json`]: '{ "type": "module", "exports": "./index.js" }',
        [`node_modules/${KIT}/index.js`]: "throw new Error('the package itself');",
      },
    ],
  ])('lead to spm-connect/kit where the package is %s', async (_, files) => {
    const folder = given({ 'connector.ts': connector(''), ...(files as Record<string, string>) });
    expect(await findings(folder)).toEqual({ code: 0, found: [] });
    expect(await findings(folder, '--no-run')).toEqual({ code: 0, found: [] });
    const { code, stderr } = await run(['sync', '--verbose'], { cwd: folder.path });
    expect(code).toBe(0);
    const told = stderr.split('\n').filter((line) => line.includes(KIT));
    expect(told).toHaveLength(Object.keys(files).length === 0 ? 0 : 1);
  });
});

describe('a name that is not there', () => {
  const imports = `import { createIntegrationApp, defineIntegraton, Integration, type Foo } from '${KIT}';
import * as kit from '${KIT}';
import { runStoreTests } from '${KIT}/store-testing';
export { makeFrob } from 'spm-connect/kit';`;
  const uses = `export const app = () => [createIntegrationApp, defineIntegraton, kit.nothing, kit.nowIso()];
export const typed = (one: Integration): Foo => one as never;
export const tests = () => runStoreTests;`;

  it.each([[[]], [['--no-run']]])('is a finding with file and line: lint %j', async (args) => {
    const folder = given({ 'connector.ts': connector(imports, uses) });
    const { code, found } = await findings(folder, ...args);
    expect(code).toBe(1);
    expect(found.map(({ rule, line, message }) => [rule, line, message])).toEqual([
      ['connector/missing-export', 1, `${KIT} has no "createIntegrationApp" here`],
      ['connector/missing-export', 1, `${KIT} has no "defineIntegraton" here`],
      ['connector/missing-export', 3, `spm-connect has no replacement for ${KIT}/store-testing`],
      ['connector/missing-export', 4, 'spm-connect/kit has no "makeFrob" here'],
      ['connector/missing-export', 6, `${KIT} has no "nothing" here`],
    ]);
    expect(found[0]?.hint).toContain('Run `spm-connect serve` instead');
    expect(found[1]?.hint).toBe('Did you mean "defineIntegration"?');
  });

  it('is told of where the connector does not load for it, in the module that has it', async () => {
    const folder = given({
      'connector.ts': connector("import { step } from './step.js';", 'step();'),
      'step.ts': `import { makeSteps } from '${KIT}';\nexport const step = () => makeSteps().length;\n`,
    });
    const { code, found } = await findings(folder);
    expect(code).toBe(1);
    expect(found).toMatchObject([{ rule: 'connector/missing-export', file: 'step.ts', line: 1 }]);
  });

  it.each([[[]], [['--no-run']]])(
    'is found wherever a module is loaded or renamed: lint %j',
    async (args) => {
      const folder = given({
        'connector.ts': connector(
          `import * as kit from '${KIT}';
import { reached } from './one.js';
import type { Absent } from '${KIT}';
import { type AbsentToo, nowIso } from '${KIT}';`,
          `const { makeA, isoDaysAgo, ...rest } = kit;
const alias = kit;
export const all = async (typed: Absent | AbsentToo) => {
  const late = await import('${KIT}');
  late.makeB();
  const { makeC } = await import('${KIT}');
  (await import('${KIT}')).makeD();
  await import('${KIT}').then((loaded) => loaded.makeE(loaded.nowIso()));
  await import('${KIT}').then(({ makeF, redact }) => makeF(redact));
  kit['makeG']();
  alias.makeH();
  return [makeA, isoDaysAgo, rest, makeC, typed, nowIso, reached];
};
export const shadowed = (kit: Record<string, unknown>) => {
  const late = { makeX: 1 };
  return [kit.makeX, late.makeX, [alias].map((alias) => alias.makeX)];
};`,
        ),
        'one.ts':
          "export { reached } from './two.js';\nexport const go = () => import('./late.js');\n",
        'two.ts': `export { reached, nowIso } from '${KIT}';\nexport * from '${KIT}/store-testing';\n`,
        'late.ts': `import { makeI, type makeJ } from '${KIT}';\nexport default () => makeI() as makeJ;\n`,
      });
      const { code, found } = await findings(folder, ...args);
      expect(code).toBe(1);
      const missing = found.filter(({ rule }) => rule === 'connector/missing-export');
      const names = missing.map(
        ({ file, line, message }) => `${file}:${line} ${/"(.*)"/.exec(message)?.[1] ?? message}`,
      );
      expect(names.sort()).toEqual([
        'connector.ts:10 makeB',
        'connector.ts:11 makeC',
        'connector.ts:12 makeD',
        'connector.ts:13 makeE',
        'connector.ts:14 makeF',
        'connector.ts:15 makeG',
        'connector.ts:16 makeH',
        'connector.ts:6 makeA',
        'late.ts:1 makeI',
        'two.ts:1 reached',
        `two.ts:2 spm-connect has no replacement for ${KIT}/store-testing`,
      ]);
    },
  );

  it('is found in CommonJS, in what a function loads too', async () => {
    const folder = given({
      'spm-connect.config.json': '{ "connector": "./connector.cjs" }',
      'connector.cjs': `const { defineIntegration, makeA } = require('${KIT}');
const kit = require('${KIT}');
const helper = () => require('./helper.cjs');
module.exports = defineIntegration({
  slug: 'kitty', meta: { name: 'Kitty', version: '1.0.0' }, configSchema: { fields: [] },
  parseSettings: (raw) => raw, testConnection: async () => helper()(kit.makeB, require('${KIT}').makeC, makeA), syncSteps: [],
});
`,
      'helper.cjs': `const kit = require('${KIT}');\nmodule.exports = () => kit.makeD(kit.nowIso());\n`,
    });
    for (const args of [[], ['--no-run']]) {
      const { code, found } = await findings(folder, ...args);
      expect(code).toBe(1);
      const missing = found.filter(({ rule }) => rule === 'connector/missing-export');
      expect(
        missing.map(({ file, line, message }) => [file, line, /"(.*)"/.exec(message)?.[1]]).sort(),
      ).toEqual([
        ['connector.cjs', 1, 'makeA'],
        ['connector.cjs', 6, 'makeB'],
        ['connector.cjs', 6, 'makeC'],
        ['helper.cjs', 2, 'makeD'],
      ]);
    }
  });

  it('can be hidden by a comment, and what does not load for it is then an error', async () => {
    const comment = '// spm-lint-disable-next-line connector/missing-export\n';
    const folder = given({
      'connector.ts':
        comment +
        connector(imports.split('\n')[0] ?? '', uses.replace('kit.nothing, kit.nowIso()', '')),
    });
    expect((await findings(folder)).found.map(({ rule }) => rule)).not.toContain(
      'connector/missing-export',
    );
  });
});
