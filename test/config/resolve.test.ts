import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { locateProject } from '../../src/config/locate.js';
import { type Config, isLocalTarget, resolveConfig } from '../../src/config/resolve.js';
import { SETTINGS } from '../../src/config/settings.js';
import { project, type TestProject } from '../helpers/project.js';

const open: TestProject[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) folder.remove();
});

function given(files: Record<string, string>): TestProject {
  const folder = project(files);
  open.push(folder);
  return folder;
}

async function resolved(
  folder: TestProject,
  { env = {}, flags = {}, cwd = folder.path }: { env?: object; flags?: object; cwd?: string } = {},
): Promise<Config> {
  return resolveConfig(await locateProject(cwd, undefined, { ...env }), flags, cwd);
}

const setting = (config: Config, key: string) => config.settings.find((one) => one.key === key);
const JSON_CONFIG = 'spm-connect.config.json';

describe('where the configuration lies', () => {
  it.each([
    [JSON_CONFIG, '{ "sync": { "backfillDays": 7 } }'],
    ['spm-connect.config.yaml', 'sync:\n  backfillDays: 7\n'],
    ['spm-connect.config.yml', 'sync: { backfillDays: 7 }\n'],
    ['spm-connect.config.mjs', 'export default { sync: { backfillDays: 7 } };\n'],
    ['spm-connect.config.cjs', 'module.exports = { sync: { backfillDays: 7 } };\n'],
    [
      'spm-connect.config.ts',
      "import { defineConfig } from 'spm-connect/config';\nexport default defineConfig({ sync: { backfillDays: 7 as number } });\n",
    ],
    [
      'spm-connect.config.mts',
      'const days: number = 7;\nexport default { sync: { backfillDays: days } };\n',
    ],
    ['.spm-connectrc', '{ "sync": { "backfillDays": 7 } }'],
    ['.spm-connectrc.yaml', 'sync:\n  backfillDays: 7\n'],
    ['package.json', '{ "name": "x", "spm-connect": { "sync": { "backfillDays": 7 } } }'],
  ])('%s', async (name, text) => {
    const folder = given({ [name]: text });
    const config = await resolved(folder);
    expect(config.file).toBe(folder.file(name));
    expect(config.sync.backfillDays).toBe(7);
    expect(setting(config, 'sync.backfillDays')?.origin).toEqual({ kind: 'file', name });
  });

  it('is looked for upwards, and paths in it start there', async () => {
    const folder = given({ [JSON_CONFIG]: '{ "store": "./data/s.sqlite" }' });
    const inner = folder.file('a/b');
    mkdirSync(inner, { recursive: true });
    const config = await resolved(folder, { cwd: inner });
    expect(config.store).toBe(folder.file('data/s.sqlite'));
    expect(config.dir).toBe(folder.path);
  });

  it('is not a package.json without our key', async () => {
    const folder = given({ 'package.json': '{ "name": "x" }', [JSON_CONFIG]: '{}' });
    expect((await resolved(folder)).file).toBe(folder.file(JSON_CONFIG));
  });

  it('may be nowhere: then everything is a default', async () => {
    const config = await resolved(given({}));
    expect(config.file).toBeNull();
    expect(config.settings.map(({ origin }) => origin.kind)).toEqual(SETTINGS.map(() => 'default'));
    expect(config).toMatchObject({
      target: 'sandbox',
      sync: { backfillDays: 365, overlapSeconds: 60 },
    });
  });
});

describe('which value wins', () => {
  it('flag over environment over file over default, each with its origin', async () => {
    const folder = given({
      [JSON_CONFIG]: '{ "target": "production", "sync": { "backfillDays": 7 } }',
    });
    const env = { SPM_TARGET: 'https://a.example', SPM_BACKFILL_DAYS: '9' };
    const byFile = await resolved(folder);
    expect(setting(byFile, 'target')).toMatchObject({
      value: 'production',
      origin: { kind: 'file' },
    });
    const byEnv = await resolved(folder, { env });
    expect(setting(byEnv, 'target')?.origin).toEqual({ kind: 'environment', name: 'SPM_TARGET' });
    expect(byEnv.sync.backfillDays).toBe(9);
    const byFlag = await resolved(folder, { env, flags: { target: 'sandbox' } });
    expect(setting(byFlag, 'target')).toEqual({
      key: 'target',
      value: 'sandbox',
      origin: { kind: 'flag', name: '--target' },
    });
  });

  it('the environment over the .env beside the file; the .env over nothing', async () => {
    const folder = given({
      [JSON_CONFIG]: '{}',
      '.env': 'SPM_BACKFILL_DAYS=5\nSPM_OVERLAP_SECONDS=1\n',
    });
    const { sync } = await resolved(folder, { env: { SPM_BACKFILL_DAYS: '6' } });
    expect(sync).toMatchObject({ backfillDays: 6, overlapSeconds: 1 });
  });

  it('a store given as a flag starts where the person stands', async () => {
    const folder = given({ [JSON_CONFIG]: '{}', 'sub/x': '' });
    const cwd = folder.file('sub');
    const config = await resolved(folder, { cwd, flags: { store: './s.sqlite' } });
    expect(config.store).toBe(join(cwd, 's.sqlite'));
  });

  it('a variable of the wrong form is named', async () => {
    await expect(resolved(given({}), { env: { SPM_BACKFILL_DAYS: 'ten' } })).rejects.toMatchObject({
      code: 'SPM_INVALID_VALUE',
      message: "SPM_BACKFILL_DAYS cannot be 'ten'",
    });
  });
});

describe('targets', () => {
  it.each(['sandbox', 'http://127.0.0.1:5500', 'http://localhost:1', 'http://[::1]:80'])(
    '%s is this machine',
    (target) => expect(isLocalTarget(target)).toBe(true),
  );

  it.each(['production', 'https://core.shopimind.com', 'http://127.0.0.1.evil.example'])(
    '%s is not',
    (target) => expect(isLocalTarget(target)).toBe(false),
  );

  it.each([
    ' sandbox',
    'https://x.example/?a=1',
    'http://127.0.0.1:70000',
    '',
    'sandbox2',
    'ftp://x',
    'http://core.shopimind.com',
    'https://user:pass@x.example',
  ])('%j is refused', async (target) => {
    await expect(resolved(given({}), { flags: { target } })).rejects.toMatchObject({
      code: 'SPM_INVALID_VALUE',
      message: expect.not.stringContaining('pass@'),
    });
  });
});
