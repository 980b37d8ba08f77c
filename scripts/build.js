// Builds dist: types with tsc, and bundled code, so that a command loads a few files instead of hundreds.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Modules that are loaded by path: by the binary, by importers of the package, and one by one by benchmarks,
 * generators and tests.
 */
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

/** Files other than TypeScript are copied unchanged. */
const ASSETS = ['runtime/store/sqlite/migrations', 'sandbox/ui/static', 'output/graph/page'];

/**
 * Packages that are bundled: those that every command loads, and those with many files of which we need a few.
 * Opening a file costs more than running it. Their own imports are bundled too.
 */
const BUNDLED = [
  '@babel/parser',
  'chalk',
  'commander',
  'cosmiconfig',
  'fast-string-width',
  'undici',
  'zod',
];

/** Imports of cosmiconfig for file types that we read ourselves. */
const NEVER_RUN = ['import-fresh', 'js-yaml', 'typescript'];

/** The modules that connectors and embedders import. */
const LIBRARY = ['src/index.ts'];

/**
 * The parts of the bundle, in the order in which a command loads them. Each part is one file: these modules and
 * their imports, except those of an earlier part. An extra file costs a command more time than unused code.
 */
const LOADED_TOGETHER = {
  // Every command loads this.
  command: [
    'src/cli.ts',
    'src/config/define.ts',
    'src/config/locate.ts',
    'src/config/module.ts',
    'src/app/app.ts',
    'src/app/store.ts',
    'src/runtime/logger.ts',
    'src/runtime/implied.ts',
    'src/runtime/state.ts',
    'src/runtime/iso.ts',
    'src/runtime/security/secrets.ts',
    'src/output/table.ts',
    'src/commands/health.ts',
    'src/commands/lint.ts',
    'src/commands/provision.ts',
    'src/commands/sync.ts',
    'node_modules/cosmiconfig/dist/index.js',
  ],
  // Reports.
  report: [
    'src/runtime/health.ts',
    'src/runtime/overview.ts',
    'src/runtime/provisioned.ts',
    'src/runtime/sync/errors.ts',
    'src/runtime/sync/ledger/in-doubt/in-doubt.ts',
    'src/runtime/sync/step/backoff.ts',
    'src/app/shops/registry.ts',
    'src/commands/overview.ts',
    'src/output/human/health.ts',
    'src/output/human/sync.ts',
    'src/output/human/overview.ts',
  ],
  store: ['src/runtime/store/sqlite/open.ts', 'src/runtime/store/sqlite/reading.ts'],
  // Reads a connector and its plan.
  connector: [
    'src/config/connector.ts',
    'src/config/fixtures.ts',
    'src/connector/index.ts',
    'src/plan/index.ts',
    'src/plan/diff.ts',
    'src/plan-file/load.ts',
    'src/runtime/context/contexts.ts',
    'src/runtime/settings.ts',
    'src/runtime/provision/evaluate-plan.ts',
    'src/runtime/installations/settings.ts',
  ],
  // Works on a shop.
  shop: [
    'src/index.ts',
    'src/app/shops/select.ts',
    'src/app/shops/assemble.ts',
    'src/app/shops/settings.ts',
    'src/runtime/api/client.ts',
    'src/runtime/api/first-request.ts',
    'src/runtime/lease/lease.ts',
  ],
  sync: [
    'src/commands/sync/one.ts',
    'src/commands/sync/several.ts',
    'src/app/sync.ts',
    'src/runtime/sync/run.ts',
    'src/runtime/sync/heap.ts',
  ],
  provision: [
    'src/commands/provision/one.ts',
    'src/app/provision.ts',
    'src/runtime/provision/apply.ts',
    'src/runtime/provision/saved-plan.ts',
    'src/runtime/provision/recorder.ts',
    'src/output/human/provision.ts',
  ],
  lint: [
    'src/lint/run.ts',
    'src/lint/targets.ts',
    'src/lint/code/index.ts',
    'src/output/human/lint.ts',
  ],
};

/**
 * This module finds the package's files relative to itself, so it stays a file of its own at its place.
 */
const OWN_FILES = 'own-files';

/** A list of modules. */
const closures = new Map();

// The old output goes first, so that a removed module cannot linger in a package.
rmSync(`${root}dist`, { recursive: true, force: true });
emitTypes();
await bundle();
for (const folder of ASSETS) {
  cpSync(`${root}src/${folder}`, `${root}dist/${folder}`, { recursive: true });
}

/** `@babel/parser` for the path of one of its files; undefined for our own files. */
function packageOf(id) {
  return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1];
}

/** The modules and all their static imports. */
function closureOf(files, getModuleInfo) {
  const known = closures.get(files);
  if (known !== undefined) return known;
  const found = new Set(files.map((file) => `${root}${file}`));
  for (const id of found)
    for (const imported of getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  closures.set(files, found);
  return found;
}

/** Whether an import stays in the bundled code. */
function isExternal(id, importer = '') {
  if (/^[.#]/.test(id) || isAbsolute(id)) return false;
  const isIn = (names) => names.some((name) => id === name || id.startsWith(`${name}/`));
  if (builtinModules.includes(id) || isIn(NEVER_RUN)) return true;
  return packageOf(importer) === undefined && !isIn(BUNDLED);
}

/** The licence of each bundled package is kept beside the code. */
function writeLicences(chunks) {
  const names = new Set(chunks.flatMap(({ moduleIds = [] }) => moduleIds.map(packageOf)));
  const licences = [...names].filter(Boolean).toSorted().map(licenceOf);
  writeFileSync(`${root}dist/chunks/LICENSES.txt`, licences.join('\n'));
}

function licenceOf(name) {
  const folder = `${root}node_modules/${name}/`;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no licence file to keep beside its code`);
  return `${name}\n\n${readFileSync(folder + file, 'utf8')}`;
}

function emitTypes() {
  const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const tsc = spawnSync(process.execPath, [compiler, '-p', root, '--emitDeclarationOnly'], {
    stdio: 'inherit',
  });
  if (tsc.status !== 0) process.exit(tsc.status ?? 1);
}

async function bundle() {
  const parts = Object.keys(LOADED_TOGETHER);
  // Modules that the library also uses form their own part, so that a connector that imports the library loads
  // nothing of the command line.
  const of = (part, nameOf) => (id, context) => {
    const isIn = (files) => closureOf(files, (one) => context.getModuleInfo(one)).has(id);
    return isIn(LOADED_TOGETHER[part]) ? nameOf(isIn(LIBRARY)) || null : null;
  };
  const build = await rolldown({
    input: Object.fromEntries(ENTRIES.map((name) => [name, `${root}src/${name}.ts`])),
    platform: 'node',
    // A connector and the binary share the SDK, and its licence does not allow copies.
    external: isExternal,
  });
  const { output } = await build.write({
    dir: `${root}dist`,
    format: 'esm',
    // This file is read and compiled at every start, so comments are removed; the source has them.
    comments: { legal: true, annotation: false, jsdoc: false },
    chunkFileNames: ({ name }) =>
      name === OWN_FILES ? `${OWN_FILES}-[hash].js` : 'chunks/[name]-[hash].js',
    codeSplitting: {
      groups: [
        { name: OWN_FILES, test: (id) => id === `${root}src/${OWN_FILES}.ts` },
        ...['zod', '@babel/parser', 'undici'].map((name) => ({
          name: name.replace('@babel/', 'babel-'),
          test: (id) => packageOf(id) === name,
        })),
        ...parts.map((part) => ({
          name: of(part, (isOfLibrary) => isOfLibrary && `library-${part}`),
        })),
        ...parts.map((part) => ({ name: of(part, () => part) })),
      ].map((group, index) => ({ ...group, priority: 100 - index })),
    },
  });
  await build.close();
  writeLicences(output);
}
