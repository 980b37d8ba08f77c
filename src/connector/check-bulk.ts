import { isObject, type Problem } from './problem.js';

/** What keeps a bulk config from running at all. `path` leads to the config. */
export function checkBulkConfig(config: unknown, path: string): Problem[] {
  if (!isObject(config)) return [{ path, message: 'must be the config of a bulk step' }];
  const at = (key: string) => (path === '' ? key : `${path}.${key}`);
  const problems: Problem[] = [];
  if (typeof config.entity !== 'string' || config.entity.trim() === '') {
    problems.push({ path: at('entity'), message: 'must be a text that is not empty' });
  }
  for (const key of ['stream', 'map', 'push']) {
    if (typeof config[key] === 'function') continue;
    problems.push({ path: at(key), message: 'must be a function' });
  }
  for (const key of ['batchSize', 'concurrency']) {
    if (config[key] === undefined || isCount(config[key])) continue;
    problems.push({ path: at(key), message: 'must be a whole number of at least 1' });
  }
  if (config.total !== undefined && typeof config.total !== 'function') {
    problems.push({ path: at('total'), message: 'must be a function' });
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
    problems.push({ path: at('reads'), message: "must be 'window' or 'snapshot'" });
  if (changedAt !== undefined && typeof changedAt !== 'function')
    problems.push({ path: at('changedAt'), message: 'must be a function' });
  if (reads !== 'snapshot') return problems;
  if (typeof key !== 'function')
    problems.push({
      path: at('key'),
      message: 'is missing, and a step that reads a snapshot needs it',
      hint: 'Add `key: (record) => ...`, which returns what identifies the record at the API.',
    });
  if (skipUnchanged === false)
    problems.push({
      path: at('skipUnchanged'),
      message: 'cannot be false: a snapshot would be sent as a whole by each run',
      hint: 'Leave it out; to send everything once more, use `spm-connect sync --no-skip`.',
    });
  return problems;
}

/** A part of the whole. */
export function checkRatio(value: unknown, path: string): Problem[] {
  if (typeof value === 'number' && value >= 0 && value <= 1) return [];
  return [{ path, message: 'must be a number from 0 to 1' }];
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1;
}
