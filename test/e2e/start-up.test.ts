/** What commands load: start-up is a feature. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT, run, temporaryFolder } from '../helpers/cli.js';
import { scaffold, type TestProject } from '../helpers/project.js';

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
async function scriptsLoadedBy(line: string, cwd: string): Promise<string[]> {
  const dir = join(empty.path, line.replaceAll(' ', '-'));
  mkdirSync(dir);
  const result = await run(line.split(' '), { cwd, env: { NODE_V8_COVERAGE: dir } });
  expect(result.code).toBe(0);
  const scripts = readdirSync(dir).flatMap((file) =>
    (JSON.parse(readFileSync(join(dir, file), 'utf8')) as { result: { url: string }[] }).result.map(
      ({ url }) => url,
    ),
  );
  expect(scripts).toContain(pathToFileURL(join(ROOT, 'dist', 'cli.js')).href);
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
