import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { run, runJson } from '../helpers/cli.js';
import { project, type TestProject } from '../helpers/project.js';

const open: TestProject[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) folder.remove();
});

const KIT = '@shopimind/integration-kit-js';

const FILES = {
  'package.json': `{\n    "name": "shop",\n    "dependencies": {\n        "${KIT}": "^1.4.0",\n        "zod": "^3.0.0"\n    }\n}\n`,
  'src/index.ts': `import integration from './connector.js';
import { createIntegrationApp } from "${KIT}";
export const app = createIntegrationApp(integration, {
  databasePath: process.env.DB,
  webhookSecret: 'x',
  retentionDays: 30,
  frob: 1,
});
`,
  'src/connector.ts': `import { defineIntegration, type SyncStep } from '${KIT}';
const integration = defineIntegration({} as never);
export default integration;
export const steps: SyncStep[] = [];
`,
  'test/connector.test.ts': `import { makeTestApp } from '${KIT}/testing';
import { runStoreTests } from '${KIT}/store-testing';
const kit = await import('${KIT}');
export default [makeTestApp, runStoreTests, kit.nowIso];
`,
  'src/other.ts': `export const note = 'a text about ${KIT}';\nexport const external = ['${KIT}', { '${KIT}': '${KIT}' }];\n`,
  'broken.ts': 'const = 1;\n',
  'dist/index.js': `import '${KIT}';\n`,
};

function given(files: Record<string, string> = FILES): TestProject {
  const folder = project(files);
  open.push(folder);
  return folder;
}

const textsOf = (folder: TestProject) =>
  Object.fromEntries(
    Object.keys(FILES).map((name) => [name, readFileSync(folder.file(name), 'utf8')]),
  );

describe('migrate-from-kit', () => {
  it('says what runs, what to change by hand, and where settings go; and changes nothing', async () => {
    const folder = given();
    const { code, document } = await runJson(['migrate-from-kit'], { cwd: folder.path });
    expect(code).toBe(0);
    const { runs, by_hand, settings, changes, connector, written } = document.data;
    expect(runs).toEqual([
      { file: 'src/connector.ts', names: ['defineIntegration'] },
      { file: 'src/index.ts', names: [] },
      { file: 'test/connector.test.ts', names: ['nowIso'] },
    ]);
    const places = by_hand.map(
      ({ file, line, message }: Record<string, string>) =>
        `${file}:${line} ${message?.split(' ')[0]}`,
    );
    expect(places).toEqual([
      'src/index.ts:2 createIntegrationApp',
      'test/connector.test.ts:1 makeTestApp',
      'test/connector.test.ts:2 spm-connect',
      'broken.ts:1 It',
    ]);
    expect(
      settings.map(({ option, to, line }: Record<string, unknown>) => [option, to, line]),
    ).toEqual([
      ['databasePath', 'store', 4],
      ['webhookSecret', 'SPM_WEBHOOK_SECRET', 5],
      ['retentionDays', 'retention.days', 6],
      ['frob', null, 7],
    ]);
    expect(changes.map(({ file }: { file: string }) => file)).toEqual([
      ...['src/connector.ts', 'src/index.ts', 'test/connector.test.ts'],
      ...['package.json', 'spm-connect.config.json'],
    ]);
    expect([connector, written]).toEqual(['src/connector.ts', false]);
    expect(textsOf(folder)).toEqual(FILES);
  });

  it('changes imports, package.json and the configuration with --write, and nothing else', async () => {
    const folder = given();
    const { code } = await run(['migrate-from-kit', '.', '--write'], { cwd: folder.path });
    expect(code).toBe(0);
    const texts = textsOf(folder);
    const inPlace = (text: string) =>
      text
        .replaceAll(`${KIT}/testing'`, "spm-connect/testing'")
        .replace(new RegExp(`${KIT}(['"])`, 'g'), 'spm-connect/kit$1');
    for (const name of ['src/index.ts', 'src/connector.ts', 'test/connector.test.ts'] as const)
      expect(texts[name]).toBe(inPlace(FILES[name]));
    for (const name of ['src/other.ts', 'broken.ts', 'dist/index.js'] as const)
      expect(texts[name]).toBe(FILES[name]);
    expect(texts['package.json']).toBe(
      '{\n    "name": "shop",\n    "dependencies": {\n        "zod": "^3.0.0",\n        "spm-connect": "^0.1.0"\n    }\n}\n',
    );
    expect(JSON.parse(readFileSync(folder.file('spm-connect.config.json'), 'utf8'))).toEqual({
      connector: './src/connector.ts',
    });
  });

  it('keeps a configuration that is there', async () => {
    const config = 'export default { connector: "./src/connector.ts" };\n';
    const folder = given({ ...FILES, 'spm-connect.config.mjs': config });
    const { document } = await runJson(['migrate-from-kit', '--write'], { cwd: folder.path });
    expect(document.data.changes.map(({ file }: { file: string }) => file)).not.toContain(
      'spm-connect.config.json',
    );
    expect(readFileSync(folder.file('spm-connect.config.mjs'), 'utf8')).toBe(config);
  });

  it('says that there is nothing to do, and refuses a folder that is not there', async () => {
    const folder = given({ 'a.ts': 'export {};\n' });
    expect((await run(['migrate-from-kit'], { cwd: folder.path })).stdout).toContain(
      'Nothing here imports',
    );
    const { code, stderr } = await run(['migrate-from-kit', 'none'], { cwd: folder.path });
    expect([code, stderr]).toEqual([64, expect.stringContaining('There is no folder')]);
  });
});
