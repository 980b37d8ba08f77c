// The simulation of the sync engine, outside the tests.
//
//   npm run sim -- --seeds 1000000          many worlds; prints every seed that fails
//   npm run sim -- --seed 77                one world, with what happens in it
//   npm run sim -- --mutants [--seeds 2000] each known fault, built in; all must be noticed
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { createJiti } from 'jiti';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MUTANT_SEEDS = 2000;

const load = (root, path) => createJiti(join(root, 'sim.js')).import(join(root, path));

if (isMainThread) await main();
else await work(workerData);

async function main() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string' },
      from: { type: 'string', default: '1' },
      only: { type: 'string' },
      mutants: { type: 'boolean', default: false },
    },
  });
  if (values.seed) await replay(Number(values.seed));
  else if (values.mutants) await tryMutants(Number(values.seeds ?? MUTANT_SEEDS), values.only);
  else await search(ROOT, Number(values.from), Number(values.seeds ?? 10_000));
}

async function replay(seed) {
  const { simulate } = await load(ROOT, 'test/simulation/simulate.ts');
  const { kind, trace, problems } = await simulate(seed, true);
  console.log(trace.join('\n'));
  console.log(problems.length === 0 ? 'Nothing is wrong.' : problems.join('\n'));
  process.exitCode = problems.length === 0 ? 0 : 1;
  return kind;
}

async function search(root, from, seeds) {
  const started = performance.now();
  const failures = await runAll(root, from, seeds, Number.POSITIVE_INFINITY);
  for (const { seed, problems } of failures) {
    console.log(`seed ${seed}: ${problems[0]}\n  replay with: npm run sim -- --seed ${seed}`);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`${seeds} seeds, ${failures.length} failed, ${seconds} s`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

async function tryMutants(seeds, only = '') {
  const { MUTANTS } = await load(ROOT, 'test/simulation/mutants.ts');
  const survivors = [];
  const mutants = MUTANTS.filter(({ name }) => name.includes(only));
  for (const mutant of mutants) {
    const root = plant(mutant);
    const [caught] = await runAll(root, 1, seeds, 1);
    rmSync(root, { recursive: true, force: true });
    console.log(
      `${caught ? `caught by seed ${caught.seed}`.padEnd(22) : 'SURVIVES'.padEnd(22)} ${mutant.name}`,
    );
    if (!caught) survivors.push(mutant.name);
  }
  console.log(
    `${mutants.length - survivors.length} of ${mutants.length} caught within ${seeds} seeds`,
  );
  process.exitCode = survivors.length === 0 ? 0 : 1;
}

/** A copy of the engine and its simulation with the fault built in. */
function plant({ name, file, find, replace, also = [] }) {
  const root = join(ROOT, 'node_modules', '.cache', 'spm-sim', name.replaceAll(/\W+/g, '-'));
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  for (const folder of ['src', 'test/simulation', 'test/helpers'])
    cpSync(join(ROOT, folder), join(root, folder), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(root, 'package.json'));
  const path = join(root, file);
  let text = readFileSync(path, 'utf8');
  for (const edit of [{ find, replace }, ...also]) {
    if (text.split(edit.find).length !== 2)
      throw new Error(`${file} does not hold once: ${edit.find}`);
    text = text.replace(edit.find, () => edit.replace);
  }
  writeFileSync(path, text);
  return root;
}

/** Every failure, or the first `most`, among these seeds. */
async function runAll(root, from, seeds, most) {
  const count = Math.min(availableParallelism(), seeds);
  const failures = [];
  const all = [];
  const workers = Array.from({ length: count }, (_, index) => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { root, first: from + index, step: count, end: from + seeds },
    });
    return new Promise((resolve, reject) => {
      worker.on('message', (failure) => {
        failures.push(failure);
        if (failures.length >= most) for (const each of all) each.terminate();
      });
      worker.on('error', reject);
      worker.on('exit', resolve);
      all.push(worker);
    });
  });
  await Promise.all(workers);
  return failures.sort((a, b) => a.seed - b.seed);
}

async function work({ root, first, step, end }) {
  const { simulate } = await load(root, 'test/simulation/simulate.ts');
  for (let seed = first; seed < end; seed += step) {
    const { problems } = await simulate(seed);
    if (problems.length > 0) parentPort.postMessage({ seed, problems });
  }
}
