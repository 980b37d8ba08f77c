/** The package as users get it: packed, installed from the tarball outside the checkout, run with npx. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanEnv, ROOT, temporaryFolder } from '../helpers/cli.js';

const execute = promisify(execFile);
const folder = temporaryFolder();
const project = join(folder.path, 'project');
let mirror: Server;
let files: string[];

/** npm and npx as in a user's shell; the checkout's own SQLite binary replaces the prebuilt one. */
const tool = (command: string, args: string[], cwd: string) =>
  execute(command, args, {
    cwd,
    maxBuffer: 64 * 1024 * 1024,
    env: cleanEnv({
      npm_config_better_sqlite3_binary_host_mirror: `http://127.0.0.1:${(mirror.address() as AddressInfo).port}`,
    }),
  });

beforeAll(async () => {
  mkdirSync(project);
  mirror = createServer((_request, response) => response.end(readFileSync(prebuilt())));
  await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve));
  await execute('npm', ['pack', '--ignore-scripts', '--pack-destination', folder.path], {
    cwd: ROOT,
  });
  const [tarball = ''] = readdirSync(folder.path).filter((name) => name.endsWith('.tgz'));
  const listing = await execute('tar', ['-tzf', join(folder.path, tarball)]);
  files = listing.stdout.trim().split('\n');
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true }));
  await tool(
    'npm',
    ['install', '--prefer-offline', '--no-audit', '--no-fund', join(folder.path, tarball)],
    project,
  );
}, 300_000);

afterAll(() => {
  mirror.close();
  folder.remove();
});

/** The binary of the checkout, packed like better-sqlite3's own prebuilt binaries. */
function prebuilt(): string {
  const archive = join(folder.path, 'prebuilt.tar.gz');
  const root = dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json'));
  execFileSync('tar', ['-czf', archive, '-C', root, 'build/Release/better_sqlite3.node']);
  return archive;
}

describe('the package', () => {
  it('holds what it needs, and nothing of the house', () => {
    for (const file of [
      'bin/spm-connect.js',
      'dist/cli.js',
      'dist/index.d.ts',
      'README.md',
      'LICENSE',
      'docs/lint.md',
      'docs/lint/plan/unique-keys/bad.plan.yaml',
      'templates/csv/_gitignore',
      'templates/csv/data/orders.csv',
    ])
      expect(files).toContain(`package/${file}`);
    expect(
      files.filter((file) => /package\/(src|test|scripts|node_modules)\/|node_modules/.test(file)),
    ).toEqual([]);
  });

  it('is called spm-connect, and so is its binary', () => {
    const { name, bin } = JSON.parse(
      readFileSync(join(project, 'node_modules', 'spm-connect', 'package.json'), 'utf8'),
    );
    expect(name).toBe('spm-connect');
    expect(Object.keys(bin)).toEqual(['spm-connect']);
  });

  it('scaffolds, lints, provisions and syncs through npx', async () => {
    const npx = (cwd: string, ...args: string[]) =>
      tool('npx', ['--no', 'spm-connect', ...args], cwd);
    await npx(project, 'init', 'shop', '--template', 'csv', '--yes', '--no-install', '--no-git');
    const shop = join(project, 'shop');
    expect((await npx(shop, 'lint')).stdout).toContain('has no findings');
    const explained = await npx(shop, 'lint', '--explain', 'plan/unique-keys');
    expect(explained.stdout).toContain('bad: bad.plan.yaml');
    expect((await npx(shop, 'provision')).stdout).toContain('created');
    const { stdout } = await npx(shop, 'sync', '--json');
    const { ok, data } = JSON.parse(stdout);
    expect(ok).toBe(true);
    expect(data.totals.acknowledged).toBeGreaterThan(3_000);
  }, 60_000);

  it('gives authors types that compile', async () => {
    const { resolve } = createRequire(import.meta.url);
    const shop = join(project, 'shop');
    const config = {
      extends: './tsconfig.json',
      compilerOptions: { noEmit: true, typeRoots: [join(ROOT, 'node_modules', '@types')] },
      include: ['src', 'spm-connect.config.ts'],
    };
    writeFileSync(join(shop, 'tsconfig.author.json'), JSON.stringify(config));
    const tsc = join(dirname(resolve('typescript/package.json')), 'bin', 'tsc');
    const compile = execute(process.execPath, [tsc, '-p', 'tsconfig.author.json'], { cwd: shop });
    const { stdout } = await compile.catch((error: { stdout: string }) => error);
    expect(stdout).toBe('');
  }, 60_000);

  it("takes the place of the ecosystem's kit in plain Node.js, as the guide says", async () => {
    const aliased = join(folder.path, 'aliased');
    const page = readFileSync(join(ROOT, 'docs/migrating.md'), 'utf8');
    const section = /^## Keep the imports\n([\s\S]*?)^## /m.exec(page)?.[1] ?? '';
    const [, manifest = ''] = /^```json\n([\s\S]*?)^```/m.exec(section) ?? [];
    const [, name = '', place = ''] = /`"([^"`]+)": "(file:[^"`]+)"`/.exec(section) ?? [];
    const modules = [...section.matchAll(/`(\w+\.js)` contains `([^`]+)`/g)];
    expect(modules).toHaveLength(2);
    const kit = join(aliased, place.replace('file:', ''));
    const shared = join(aliased, 'shared');
    for (const path of [kit, shared]) mkdirSync(path, { recursive: true });
    writeFileSync(join(kit, 'package.json'), manifest);
    for (const [, file = '', text = ''] of modules) writeFileSync(join(kit, file), `${text}\n`);
    // A package that imports the kit itself, and requires a version that is not installed.
    const wants = { exports: './index.js', dependencies: { [name]: '^1.4.0' } };
    const shape = { name: 'shared', version: '1.0.0', type: 'module' };
    writeFileSync(join(shared, 'package.json'), JSON.stringify({ ...shape, ...wants }));
    writeFileSync(join(shared, 'index.js'), `export { nowIso } from '${name}';\n`);
    const [tarball = ''] = readdirSync(folder.path).filter((one) => one.endsWith('.tgz'));
    const dependencies = {
      ...{ 'spm-connect': `file:../${tarball}`, shared: 'file:./shared' },
      [name]: place,
    };
    const content = { private: true, dependencies, overrides: { [name]: place } };
    writeFileSync(join(aliased, 'package.json'), JSON.stringify(content));
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts'];
    await tool('npm', ['install', '--prefer-offline', ...quiet], aliased);
    writeFileSync(
      join(aliased, 'main.mjs'),
      `import { defineIntegration, nowIso, SpmCustomers } from '${name}';
import { makeStubSpmClient } from '${name}/testing';
import * as shared from 'shared';
const made = [defineIntegration, SpmCustomers.bulkSave, makeStubSpmClient].map((one) => typeof one);
console.log(JSON.stringify([...made, shared.nowIso === nowIso]));
`,
    );
    const { stdout } = await execute(process.execPath, ['main.mjs'], { cwd: aliased });
    expect(JSON.parse(stdout)).toEqual(['function', 'function', 'function', true]);
  }, 120_000);
});
