// Builds dist: the types with tsc, the code bundled, so that a command loads a handful of files and not hundreds.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What is loaded by its path: by the binary, as the package, and one by one by benches, generators and tests. */
const ENTRIES = [
  'cli',
  'index',
  'kit',
  'testing',
  'config/define',
  'own-files',
  'connector/bulk',
  'connector/concurrency',
  'connector/index',
  'errors',
  'lint/catalog',
  'lint/explain',
  'output/human/provision',
  'plan/diff',
  'plan/lint',
  'runtime/api/client',
  'runtime/clock',
  'runtime/logger',
  'runtime/provision/index',
  'runtime/security/redactor',
  'runtime/store/sqlite/open',
  'runtime/sync/heap',
  'runtime/sync/run',
  'sandbox/index',
  'schemas/index',
];

/** What is no TypeScript goes along as it is. */
const ASSETS = ['runtime/store/sqlite/migrations', 'sandbox/ui/static', 'output/graph/page'];

/**
 * Packages that go into the code, with their licences: what each command loads, and what consists of many files of
 * which a part is needed. Opening and resolving a file costs more than running it.
 */
const BUNDLED = [
  '@babel/parser',
  'chalk',
  'commander',
  'cosmiconfig',
  'env-paths',
  'fast-string-truncated-width',
  'fast-string-width',
  'undici',
  'zod',
];

/** What is loaded as one file, by the modules that others import. In the order in which a command loads them. */
const LOADED_TOGETHER = {
  // Every command.
  command: [
    'src/cli.ts',
    'src/config/locate.ts',
    'src/app/app.ts',
    'src/app/store.ts',
    'src/runtime/logger.ts',
    'node_modules/cosmiconfig/dist/index.js',
  ],
  // Reports.
  store: [
    'src/runtime/store/sqlite/open.ts',
    'src/runtime/store/sqlite/reading.ts',
    'src/runtime/health.ts',
    'src/runtime/overview.ts',
    'src/commands/health.ts',
    'src/commands/overview.ts',
    'src/output/human/health.ts',
    'src/output/human/overview.ts',
  ],
  // What loads a connector, and what connectors import.
  connector: [
    'src/index.ts',
    'src/config/connector.ts',
    'src/config/module.ts',
    'src/config/fixtures.ts',
    'src/app/shops/select.ts',
    'src/app/shops/assemble.ts',
    'src/app/shops/settings.ts',
    'src/app/shops/registry.ts',
    'src/runtime/provisioned.ts',
    'src/runtime/state.ts',
    'src/runtime/settings.ts',
    'src/runtime/installations/settings.ts',
    'src/runtime/api/client.ts',
    'src/runtime/lease/lease.ts',
    'src/runtime/context/contexts.ts',
  ],
  sync: [
    'src/commands/sync.ts',
    'src/commands/sync/one.ts',
    'src/commands/sync/several.ts',
    'src/app/sync.ts',
    'src/runtime/sync/run.ts',
    'src/runtime/sync/heap.ts',
    'src/output/human/sync.ts',
  ],
  provision: [
    'src/commands/provision.ts',
    'src/commands/provision/one.ts',
    'src/app/provision.ts',
    'src/runtime/provision/apply.ts',
    'src/runtime/provision/saved-plan.ts',
    'src/runtime/provision/recorder.ts',
    'src/output/human/provision.ts',
  ],
  lint: [
    'src/commands/lint.ts',
    'src/lint/run.ts',
    'src/lint/code/index.ts',
    'src/output/human/lint.ts',
  ],
};

// The old output goes first, so that a removed module cannot linger in a package.
rmSync(`${root}dist`, { recursive: true, force: true });
emitTypes();
await bundle();
for (const folder of ASSETS) {
  cpSync(`${root}src/${folder}`, `${root}dist/${folder}`, { recursive: true });
}
for (const name of BUNDLED) {
  const folder = `${root}node_modules/${name}/`;
  const licence = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  cpSync(folder + licence, `${root}dist/chunks/${name.split('/').pop()}.LICENSE`);
}

/** `@babel/parser/lib/index.js` of a path in node_modules; the path of what is ours. */
function packageOf(id) {
  return id.split('/node_modules/').at(-1);
}

function isOf(name, id) {
  return id === name || id.startsWith(`${name}/`);
}

function emitTypes() {
  const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const tsc = spawnSync(process.execPath, [compiler, '-p', root, '--emitDeclarationOnly'], {
    stdio: 'inherit',
  });
  if (tsc.status !== 0) process.exit(tsc.status ?? 1);
}

async function bundle() {
  const build = await rolldown({
    input: Object.fromEntries(ENTRIES.map((name) => [name, `${root}src/${name}.ts`])),
    platform: 'node',
    // Other packages stay packages, and a connector shares the SDK with the binary.
    external: (id) =>
      !/^[.#]/.test(id) && !isAbsolute(id) && !BUNDLED.some((name) => isOf(name, id)),
  });
  await build.write({
    dir: `${root}dist`,
    format: 'esm',
    // Read and compiled at every start; the source has them.
    comments: { legal: true, annotation: false, jsdoc: false },
    chunkFileNames: 'chunks/[name]-[hash].js',
    codeSplitting: {
      // A group takes along what its modules import, unless a group before it has that. A file of
      // its own costs a command more time than a part that it does not run.
      groups: [
        ...['zod', '@babel/parser', 'undici'].map((name) => ({
          name: name.replace('@babel/', 'babel-'),
          test: (id) => isOf(name, packageOf(id)),
        })),
        ...Object.entries(LOADED_TOGETHER).map(([name, files]) => ({
          name,
          test: (id) => files.some((file) => id === `${root}${file}`),
        })),
      ].map((group, index) => ({ ...group, priority: 100 - index })),
    },
  });
  await build.close();
}
