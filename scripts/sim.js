// The simulation of the sync engine, outside the tests.
//
//   npm run sim -- --seeds 1000000          many worlds; prints every seed that fails
//   npm run sim -- --seed 77                one world, with what happens in it
//   npm run sim -- --mutants [--seeds 20000] each known fault, built in; all must be noticed
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { parse } from '@babel/parser';
import { rolldown } from 'rolldown';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MUTANT_SEEDS = 20_000;
const FIRST_SEEDS = 40;
/**
 * Node keeps the pending work of a dead process for ever, because of its signals. The memory is freed with the
 * worker.
 */
const SEEDS_PER_WORKER = 1000;

if (isMainThread) await withFolder(main);
else await work(workerData);

/** A folder inside node_modules, so that bundled code can find the packages. */
async function withFolder(use) {
  const folder = mkdtempSync(join(ROOT, 'node_modules', '.sim-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(folder) {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string' },
      from: { type: 'string', default: '1' },
      only: { type: 'string' },
      mutants: { type: 'boolean', default: false },
    },
  });
  if (values.seed) await replay(folder, Number(values.seed));
  else if (values.mutants)
    await tryMutants(folder, Number(values.seeds ?? MUTANT_SEEDS), values.only);
  else await search(folder, Number(values.from), Number(values.seeds ?? 10_000));
}

async function replay(folder, seed) {
  const { simulate } = await import(await bundle(folder, 'simulate'));
  const { trace, problems } = await simulate(seed, true);
  console.log(trace.join('\n'));
  console.log(problems.length === 0 ? 'Nothing is wrong.' : problems.join('\n'));
  process.exitCode = problems.length === 0 ? 0 : 1;
}

async function search(folder, from, seeds) {
  const started = performance.now();
  const simulation = await bundle(folder, 'simulate');
  const failures = await runAll(simulation, from, seeds, Number.POSITIVE_INFINITY);
  for (const { seed, problems } of failures) {
    console.log(`seed ${seed}: ${problems[0]}\n  replay with: npm run sim -- --seed ${seed}`);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`${seeds} seeds, ${failures.length} failed, ${seconds} s`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

async function tryMutants(folder, seeds, only = '') {
  const { MUTANTS } = await import(await bundle(folder, 'mutants'));
  const survivors = [];
  const mutants = MUTANTS.filter(({ name }) => name.includes(only));
  for (const mutant of mutants) {
    const fate = await tryMutant(await bundle(folder, 'simulate', mutant), seeds);
    console.log(`${fate.padEnd(22)} ${mutant.name}`);
    if (!fate.startsWith('caught')) survivors.push(mutant.name);
  }
  console.log(
    `${mutants.length - survivors.length} of ${mutants.length} caught within ${seeds} seeds`,
  );
  process.exitCode = survivors.length === 0 ? 0 : 1;
}

/**
 * No world ends well with this fault, so the code of the mutant itself is broken and proves nothing.
 */
async function tryMutant(simulation, seeds) {
  const first = Math.min(FIRST_SEEDS, seeds);
  const failures = await runAll(simulation, 1, first, Number.POSITIVE_INFINITY);
  if (failures.length === first) return 'FAILS EVERYWHERE';
  const [caught] =
    failures.length > 0 ? failures : await runAll(simulation, first + 1, seeds - first, 1);
  return caught ? `caught by seed ${caught.seed}` : 'SURVIVES';
}

/** The URL of a simulation module bundled with its imports, with the fault built in. */
async function bundle(folder, name, mutant = null) {
  const build = await rolldown({
    input: join(ROOT, 'test', 'simulation', `${name}.ts`),
    platform: 'node',
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
    plugins: mutant ? [planting(mutant)] : [],
  });
  const file = join(folder, `${name} ${mutant?.name ?? ''}.js`.replaceAll(/[^\w.]+/g, '-'));
  await build.write({ file, format: 'esm', codeSplitting: false });
  await build.close();
  return pathToFileURL(file).href;
}

/** Replaces functions by those of a mutant. */
function planting({ name, replacements }) {
  const mutants = join(ROOT, 'test', 'simulation', 'mutants.ts');
  return {
    name: 'plant',
    load(id) {
      const mine = replacements.filter(({ file }) => join(ROOT, file) === id);
      if (mine.length === 0) return null;
      const code = mine.reduce(
        (all, { target }) => {
          const by = `$mutant(${JSON.stringify(target)})`;
          return target.includes('.') ? withMethod(all, target, by) : withFunction(all, target, by);
        },
        readFileSync(id, 'utf8'),
      );
      const find = `
import { MUTANTS as $mutants } from ${JSON.stringify(mutants)};
function $mutant(target) {
  const { replacements } = $mutants.find(({ name }) => name === ${JSON.stringify(name)});
  return replacements.find((one) => one.target === target).replace;
}`;
      return { code: code + find, moduleType: 'ts' };
    },
  };
}

/** The original gets another name, so that its own module also calls the replacement. */
function withFunction(code, name, by) {
  const { program } = parse(code, { sourceType: 'module', plugins: ['typescript'] });
  const { declaration } =
    program.body.find(({ declaration }) => declaration?.id?.name === name) ?? {};
  if (declaration?.type !== 'FunctionDeclaration') throw new Error(`there is no function ${name}`);
  const { start, end } = declaration.id;
  return `${code.slice(0, start)}${name}$real${code.slice(end)}
export function ${name}(...args) { return ${by}(${name}$real)(...args); }`.replace(
    new RegExp(`export (async )?function ${name}\\$real`),
    (_, isAsync = '') => `${isAsync}function ${name}$real`,
  );
}

function withMethod(code, target, by) {
  const [name, method] = target.split('.');
  return `${code}
{
  const real = ${name}.prototype.${method};
  ${name}.prototype.${method} = function (...args) {
    return ${by}((...given) => real.apply(this, given))(...args);
  };
}`;
}

/** All failures among these seeds, or the first `most`. */
async function runAll(simulation, from, seeds, most) {
  const end = from + seeds;
  const share = Math.min(SEEDS_PER_WORKER, Math.ceil(seeds / availableParallelism()));
  const failures = [];
  const working = new Set();
  let next = from;
  const lane = async () => {
    while (next < end && failures.length < most) {
      const first = next;
      next = Math.min(end, first + share);
      await runSome({ simulation, first, end: next }, working, (failure) => {
        failures.push(failure);
        if (failures.length >= most) for (const worker of working) worker.terminate();
      });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return failures.sort((a, b) => a.seed - b.seed);
}

function runSome(workerData, working, onFailure) {
  const worker = new Worker(new URL(import.meta.url), {
    workerData,
    // Most objects of a world are garbage soon.
    resourceLimits: { maxYoungGenerationSizeMb: 192 },
  });
  working.add(worker);
  worker.on('message', onFailure);
  return new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', resolve);
  }).finally(() => working.delete(worker));
}

async function work({ simulation, first, end }) {
  const { simulate } = await import(simulation);
  for (let seed = first; seed < end; seed++) {
    const { problems } = await simulate(seed);
    if (problems.length > 0) parentPort.postMessage({ seed, problems });
  }
}
