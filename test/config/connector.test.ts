import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sdk from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { loadConnector, loadConnectorModule } from '../../src/config/connector.js';
import { connectorSource, installed, project } from './project.js';

const load = (cwd: string, file = 'connector.ts') => loadConnector(file, { cwd });

describe('loadConnector', () => {
  it('loads TypeScript with types, JSON, JavaScript endings and top-level await', async () => {
    const cwd = project({
      'src/connector.ts': connectorSource(
        `import type { Nothing } from './types-only.js';
         import { slug } from './slug.js';
         import names from './names.json';
         interface Shop { name: string }
         const shop: Shop = { name: await Promise.resolve(names.first) };`,
        'slug + shop.name satisfies string',
      ),
      'src/slug.ts': "export const slug: string = 'acme-';",
      'src/names.json': '{ "first": "one" }',
    });
    expect(await load(cwd, 'src/connector.ts')).toMatchObject({ slug: 'acme-one' });
  });

  it.each(['mts', 'mjs', 'js'])('loads an ES module that ends in .%s', async (ending) => {
    const cwd = project({
      [`connector.${ending}`]: connectorSource(
        "import { parse } from 'csv-parse/sync';",
        "parse('acme')[0][0]",
      ),
    });
    expect(await load(cwd, `connector.${ending}`)).toMatchObject({ slug: 'acme' });
  });

  it('loads .js of a package of modules', async () => {
    const cwd = project({
      'package.json': '{ "type": "module" }',
      'connector.js': connectorSource(
        "import { parse } from 'csv-parse/sync';",
        "parse('acme')[0][0]",
      ),
    });
    expect(await load(cwd, 'connector.js')).toMatchObject({ slug: 'acme' });
  });

  it.each(['cjs', 'js'])('loads a CommonJS module that ends in .%s', async (ending) => {
    const source = connectorSource(
      "const { parse } = require('csv-parse/sync');",
      "parse('acme')[0][0]",
    );
    const cwd = project({
      [`connector.${ending}`]: source.replace('export default', 'module.exports ='),
    });
    expect(await load(cwd, `connector.${ending}`)).toMatchObject({ slug: 'acme' });
  });

  it('loads modules that import each other', async () => {
    const cwd = project({
      'connector.ts': connectorSource(
        "import { late } from './other.js'; export const part = () => 'x';",
        'late()',
      ),
      'other.ts': "import { part } from './connector.js'; export const late = () => typeof part;",
    });
    expect(await load(cwd)).toMatchObject({ slug: expect.any(String) });
  });

  it('sees a change when it loads again', async () => {
    const cwd = project({
      'connector.ts': connectorSource("import { slug } from './slug.js';", 'slug'),
      'slug.ts': "export const slug = 'a';",
    });
    expect(await load(cwd)).toMatchObject({ slug: 'a' });
    writeFileSync(join(cwd, 'slug.ts'), "export const slug = 'b';");
    expect(await load(cwd)).toMatchObject({ slug: 'b' });
  });

  it('takes an absolute path', async () => {
    const cwd = project({ 'connector.ts': connectorSource() });
    expect(await loadConnector(join(cwd, 'connector.ts'))).toMatchObject({ slug: 'acme' });
  });
});

describe('imports of a project without packages', () => {
  it('lead to the copies of the running spm-connect', async () => {
    const cwd = project({
      'connector.ts': connectorSource(
        `import { defineConfig } from 'spm-connect/config';
         import { SpmCustomers } from '@shopimind/sdk-js';
         import { parse as parseStream } from 'csv-parse';
         import { parse } from 'csv-parse/sync';
         export const seen = { defineConfig, SpmCustomers, parseStream };`,
        "parse('a,b')[0].join('-')",
      ).replace('syncSteps', 'seen, syncSteps'),
    });
    const loaded = await load(cwd);
    expect(loaded).toMatchObject({
      slug: 'a-b',
      seen: { defineConfig: expect.any(Function), parseStream: expect.any(Function) },
    });
    expect(loaded).toHaveProperty('seen.SpmCustomers', sdk.SpmCustomers);
  });

  it('write nothing into the project', async () => {
    const cwd = project({ 'connector.ts': connectorSource() });
    await load(cwd);
    expect(existsSync(join(cwd, 'node_modules'))).toBe(false);
  });
});

describe('imports of a project with its own packages', () => {
  it.each(['spm-connect', '@shopimind/sdk-js', 'csv-parse'])('lead to its own %s', async (name) => {
    const cwd = project({
      ...installed(name, "export const mine = 'mine';"),
      'src/deep/connector.ts': connectorSource(`import { mine } from '${name}';`, 'mine'),
    });
    expect(await load(cwd, 'src/deep/connector.ts')).toMatchObject({ slug: 'mine' });
  });

  it('lead to ours where it has only another', async () => {
    const cwd = project({
      ...installed('csv-parse', "export const mine = 'mine';"),
      'connector.ts': connectorSource(
        "import { mine } from 'csv-parse'; import { SpmCustomers } from '@shopimind/sdk-js';",
        'mine + typeof SpmCustomers',
      ),
    });
    expect(await load(cwd)).toMatchObject({ slug: 'minefunction' });
  });
});

describe('a connector that is not there', () => {
  it('suggests the file that was meant', async () => {
    const cwd = project({ 'src/connector.ts': '', 'src/other.ts': '' });
    for (const wrong of ['src/conector.ts', 'src/connector.js']) {
      await expect(load(cwd, wrong)).rejects.toMatchObject({
        code: 'SPM_CONNECTOR_NOT_FOUND',
        message: `There is no connector at ${wrong}`,
        hint: 'Did you mean src/connector.ts?',
      });
    }
  });

  it('lists what there is when nothing is near', async () => {
    const cwd = project({ 'main.mts': '', 'types.d.ts': '', 'readme.md': '' });
    await expect(load(cwd, 'connector.ts')).rejects.toMatchObject({
      hint: expect.stringMatching(/There are: main\.mts\.$/),
    });
  });

  it('may be in a folder that is not there either, or be a folder', async () => {
    const cwd = project({ 'src/index.ts': '' });
    for (const wrong of ['lib/connector.ts', 'src', 'src/index.ts/x.ts']) {
      await expect(load(cwd, wrong)).rejects.toMatchObject({ code: 'SPM_CONNECTOR_NOT_FOUND' });
    }
  });
});

describe('a connector that does not load', () => {
  const failure = (files: Record<string, string>, file?: string) =>
    expect(load(project(files), file)).rejects;

  it.each(['connector.ts', 'connector.mjs'])(
    'tells where the syntax of %s is wrong',
    async (file) => {
      await failure({ [file]: 'const a = 1;\nexport default { a: ;\n' }, file).toMatchObject({
        code: 'SPM_CONNECTOR_LOAD',
        message: `The connector ${file} cannot be loaded`,
        cause: {
          message: expect.stringMatching(
            new RegExp(`^syntax error: this does not belong here \\(at ${file}:2:21\\)$`),
          ),
        },
        details: { at: expect.stringContaining(`${file}:2:`) },
      });
    },
  );

  it.each(['ts', 'mjs'])('tells where .%s throws', async (ending) => {
    const file = `src/connector.${ending}`;
    const source =
      "const read = () => {\n  throw new Error('no token');\n};\nread();\nexport default {};\n";
    await failure({ [file]: source }, file).toMatchObject({
      code: 'SPM_CONNECTOR_LOAD',
      cause: { message: expect.stringMatching(new RegExp(`^no token \\(at ${file}:2:\\d+\\)$`)) },
    });
  });

  it('tells where a module that it imports throws', async () => {
    await failure({
      'connector.ts': connectorSource("import './inner/part.js';"),
      'inner/part.ts': '\n\nnull.x;',
    }).toMatchObject({ cause: { message: expect.stringMatching(/inner\/part\.ts:3:\d+\)$/) } });
  });

  it('names a package that is missing', async () => {
    await failure({ 'connector.ts': connectorSource("import 'left-pad-pro';") }).toMatchObject({
      code: 'SPM_CONNECTOR_LOAD',
      cause: { message: expect.stringContaining("'left-pad-pro'") },
      hint: expect.stringContaining('Install'),
    });
  });

  it("shows what the project's own copy of spm-connect refused", async () => {
    const copy = `export const defineIntegration = () => {
      throw Object.assign(new Error('The Integration is not valid'), {
        name: 'SpmError', code: 'SPM_PLAN_INVALID', hint: 'Correct it.',
      });
    };`;
    await failure({
      ...installed('spm-connect', copy),
      'connector.ts':
        "import { defineIntegration } from 'spm-connect';\nexport default defineIntegration({});\n",
    }).toMatchObject({
      code: 'SPM_PLAN_INVALID',
      message: 'The Integration is not valid',
      cause: expect.stringContaining('connector.ts:2:'),
      hint: 'Correct it.',
    });
  });

  it('copes with a throw of something that is no error', async () => {
    await failure({ 'connector.ts': "throw 'plain text';" }).toMatchObject({
      code: 'SPM_CONNECTOR_LOAD',
      cause: { message: 'plain text' },
    });
  });
});

describe('a module that exports no Integration', () => {
  const failure = (source: string, file = 'connector.ts') =>
    expect(load(project({ [file]: source }), file)).rejects;

  it.each([
    ['connector.ts', 'export const connector = {}, other = 1;', 'it exports only connector, other'],
    ['connector.ts', '', 'it exports nothing'],
    ['connector.mjs', 'export const connector = {};', 'it exports only connector'],
  ])('tells what %s exports instead of a default', async (file, source, cause) => {
    await failure(source, file).toMatchObject({
      code: 'SPM_CONNECTOR_INVALID',
      message: expect.stringContaining('no default export'),
      cause,
    });
  });

  it.each([
    ['export default async () => ({});', 'it is a function'],
    ['export default Promise.resolve({});', 'it is a promise'],
    ["export default 'acme';", 'it is a string'],
  ])('says what %s is', async (source, text) => {
    await failure(source).toMatchObject({
      code: 'SPM_CONNECTOR_INVALID',
      message: expect.stringContaining(text),
    });
  });

  it('lists every problem', async () => {
    await failure(
      "export default { slug: 'acme', meta: { name: 'A', version: '1' }, syncSteps: [{}] };",
    ).toMatchObject({
      code: 'SPM_CONNECTOR_INVALID',
      message: expect.stringMatching(
        /^Integration "acme" of connector\.ts .*meta\.version.*syncSteps\[0\]\.run/,
      ),
    });
  });

  it('is handed to lint as it is', async () => {
    const cwd = project({ 'connector.ts': 'export default { slug: 1 };' });
    expect(await loadConnectorModule('connector.ts', { cwd })).toEqual({ value: { slug: 1 } });
  });
});
