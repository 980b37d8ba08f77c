import { isObject, type Problem, problem } from './problem.js';

/** Why a bulk step cannot run. `path` leads to its config. */
export function checkBulkConfig(config: unknown, path: string): Problem[] {
  if (!isObject(config)) return [problem(path, 'wrong-type', { expected: 'bulk-config' })];
  const at = (key: string) => (path === '' ? key : `${path}.${key}`);
  const problems: Problem[] = [];
  if (typeof config.entity !== 'string' || config.entity.trim() === '') {
    problems.push(problem(at('entity'), 'wrong-type', { expected: 'name' }));
  }
  for (const key of ['stream', 'map', 'push']) {
    if (typeof config[key] === 'function') continue;
    problems.push(problem(at(key), 'wrong-type', { expected: 'function' }));
  }
  for (const key of ['batchSize', 'concurrency']) {
    if (config[key] === undefined || isCount(config[key])) continue;
    problems.push(problem(at(key), 'wrong-type', { expected: 'count' }));
  }
  if (config.total !== undefined && typeof config.total !== 'function') {
    problems.push(problem(at('total'), 'wrong-type', { expected: 'function' }));
  }
  problems.push(...checkReads(config, at));
  const { trackDeletes } = config;
  if (isObject(trackDeletes) && trackDeletes.maxRatio !== undefined)
    problems.push(...checkRatio(trackDeletes.maxRatio, at('trackDeletes.maxRatio')));
  return problems;
}

const READS: readonly unknown[] = [undefined, 'window', 'snapshot'];

function checkReads(
  { reads, key, skipUnchanged, changedAt }: Record<string, unknown>,
  at: (key: string) => string,
): Problem[] {
  const problems: Problem[] = [];
  if (!READS.includes(reads))
    problems.push(problem(at('reads'), 'wrong-type', { expected: 'reads' }));
  if (changedAt !== undefined && typeof changedAt !== 'function')
    problems.push(problem(at('changedAt'), 'wrong-type', { expected: 'function' }));
  if (reads !== 'snapshot') return problems;
  if (typeof key !== 'function') problems.push(problem(at('key'), 'snapshot-key', {}));
  if (skipUnchanged === false) problems.push(problem(at('skipUnchanged'), 'snapshot-whole', {}));
  return problems;
}

/** Checks a share between 0 and 1. */
export function checkRatio(value: unknown, path: string): Problem[] {
  if (typeof value === 'number' && value >= 0 && value <= 1) return [];
  return [problem(path, 'wrong-type', { expected: 'ratio' })];
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1;
}
