// Builds dist: the types with tsc, the code bundled, so that a command loads a handful of files and not hundreds.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
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

/** zod is a hundred files, and the parser brings megabytes of types along: both go into the code, with their licences. */
const BUNDLED = ['zod', '@babel/parser'];

// The old output goes first, so that a removed module cannot linger in a package.
rmSync(`${root}dist`, { recursive: true, force: true });
emitTypes();
await bundle();
for (const folder of ASSETS) {
  cpSync(`${root}src/${folder}`, `${root}dist/${folder}`, { recursive: true });
}
for (const name of BUNDLED) {
  cpSync(
    `${root}node_modules/${name}/LICENSE`,
    `${root}dist/chunks/${name.split('/').pop()}.LICENSE`,
  );
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
      !id.startsWith('.') && !isAbsolute(id) && !BUNDLED.some((name) => isOf(name, id)),
  });
  await build.write({
    dir: `${root}dist`,
    format: 'esm',
    chunkFileNames: 'chunks/[name]-[hash].js',
    codeSplitting: {
      groups: [
        { name: 'zod', test: /node_modules\/zod\// },
        { name: 'babel-parser', test: /node_modules\/@babel\/parser\// },
        { name: 'errors', test: /src\/(errors|nearest)\.ts$/, priority: 1 },
        // What every connector imports.
        { name: 'core', test: /src\/(plan|plan-file|connector)\// },
      ],
    },
  });
  await build.close();
}
