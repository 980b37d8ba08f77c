/** The files that commands load: start-up is a feature. */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT, run, temporaryFolder } from '../helpers/cli.js';
import { scaffold, type TestProject } from '../helpers/project.js';
import { openShop } from '../helpers/shop.js';

const empty = temporaryFolder();
let shop: TestProject;
beforeAll(async () => {
  shop = await scaffold('minimal');
  for (const command of ['provision', 'sync'])
    expect(await run([command], { cwd: shop.path })).toMatchObject({ code: 0 });
});
afterAll(() => {
  empty.remove();
  shop.remove();
});

/** URLs of every script that a run of the binary loaded, as V8's coverage lists them. */
async function scriptsLoadedBy(
  line: string,
  cwd: string,
  { name = line.replaceAll(' ', '-'), env = {} as Record<string, string> } = {},
): Promise<string[]> {
  const dir = join(empty.path, name);
  mkdirSync(dir);
  const result = await run(line.split(' '), { cwd, env: { ...env, NODE_V8_COVERAGE: dir } });
  expect(result.code).toBe(0);
  const scripts = readdirSync(dir).flatMap((file) =>
    (JSON.parse(readFileSync(join(dir, file), 'utf8')) as { result: { url: string }[] }).result.map(
      ({ url }) => url,
    ),
  );
  expect(scripts).toContain(pathToFileURL(join(ROOT, 'bin', 'spm-connect.js')).href);
  return scripts;
}

it.each(['--version', '--help', 'sync --help', 'sandbox --help', 'installations --help'])(
  'is without SQLite, Fastify and the SDK for %s',
  async (line) => {
    const scripts = await scriptsLoadedBy(line, empty.path);
    expect(scripts.filter((url) => /better-sqlite3|fastify|@shopimind|axios/.test(url))).toEqual(
      [],
    );
  },
);

it.each(['config', 'health', 'overview', 'installations', 'runs', 'cursors', 'rejects'])(
  'is without Fastify, the SDK and a compiler for %s in a project',
  async (line) => {
    const scripts = await scriptsLoadedBy(line, shop.path);
    expect(scripts.filter((url) => /fastify|@shopimind|axios|undici|babel\./.test(url))).toEqual(
      [],
    );
  },
);

interface Budget {
  line: string;
  /** The scripts of our own code. */
  files: number;
  kilobytes: number;
  packages: string[];
}

/** The SDK and all of its direct and indirect dependencies. */
const SDK_PACKAGES = closure('@shopimind/sdk-js');

function closure(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name.split('/')[0] ?? '')) return seen;
  seen.add(name.split('/')[0] ?? '');
  const file = join(ROOT, 'node_modules', name, 'package.json');
  const { dependencies = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  for (const next of Object.keys(dependencies)) closure(next, seen);
  return seen;
}

const SQLITE = ['better-sqlite3', 'bindings', 'file-uri-to-path'];

/** A tenth more than is loaded today. The connector of the template imports the SDK, which loads its own packages. */
const BUDGETS: Budget[] = [
  { line: '--version', files: 1, kilobytes: 3, packages: [] },
  { line: '--help', files: 6, kilobytes: 400, packages: [] },
  { line: 'health', files: 11, kilobytes: 500, packages: [...SQLITE, 'jiti'] },
  { line: 'lint', files: 15, kilobytes: 1_400, packages: ['jiti'] },
  { line: 'provision', files: 21, kilobytes: 900, packages: [...SQLITE, 'jiti'] },
  { line: 'sync', files: 22, kilobytes: 1_400, packages: [...SQLITE, 'jiti'] },
];

it.each(BUDGETS)('$line keeps to its budget of files, bytes and packages', async (budget) => {
  const api = await openShop(shop.path, 'budget.sqlite');
  try {
    const env = { SPM_TARGET: api.baseUrl, SPM_ACCESS_TOKEN: api.key };
    const name = `budget-${budget.line}`;
    const paths = (await scriptsLoadedBy(budget.line, shop.path, { name, env }))
      .filter((url) => url.startsWith('file:'))
      .map((url) => relative(ROOT, fileURLToPath(url)));
    const own = paths.filter((path) => /^(bin|dist)\//.test(path));
    const bytes = own.reduce((sum, path) => sum + statSync(join(ROOT, path)).size, 0);
    const packages = new Set(
      paths.flatMap((path) => /^node_modules\/([^/]+)/.exec(path)?.[1] ?? []),
    );
    const ofSdk = packages.has('@shopimind');
    expect.soft(own.length).toBeLessThanOrEqual(budget.files);
    expect.soft(bytes / 1000).toBeLessThanOrEqual(budget.kilobytes);
    expect
      .soft([...packages].filter((one) => !ofSdk || !SDK_PACKAGES.has(one)).toSorted())
      .toEqual(budget.packages);
  } finally {
    await api.stop();
  }
});
