import { checkRatio } from '../../connector/check-bulk.js';
import { isObject, type Problem, problem } from '../../connector/problem.js';
import { stepsOf } from '../parts.js';
import type { Rule } from '../rule.js';

type Bulk = Record<string, unknown>;

export const bulkOptions: Rule = {
  id: 'connector/bulk-options',
  severity: 'error',
  summary: 'A bulk step has an option that cannot work.',
  explain:
    '`skipUnchanged` and `trackDeletes` recognise records by `key(record)`, so they need `key`. `tolerateRejects` is true, ' +
    'false, or an object with a `maxRatio`: 0.02 means 2% of the records.',
  check({ integration }) {
    return stepsOf(integration).flatMap(({ path, step }) => [
      ...policy(step.tolerateRejects, `${path}.tolerateRejects`),
      ...(isObject(step.bulk) ? checkBulk(step.bulk, `${path}.bulk`) : []),
    ]);
  },
};

function policy(value: unknown, path: string): Problem[] {
  if (value === undefined || typeof value === 'boolean') return [];
  if (isObject(value)) return checkRatio(value.maxRatio, `${path}.maxRatio`);
  return [problem(path, 'wrong-type', { expected: 'tolerance' })];
}

function checkBulk(bulk: Bulk, path: string): Problem[] {
  return [
    ...(bulk.skipUnchanged === true ? needsKey(bulk, path, 'skipUnchanged') : []),
    ...(bulk.trackDeletes === undefined ? [] : deletes(bulk, path)),
  ];
}

function deletes(bulk: Bulk, path: string): Problem[] {
  const { trackDeletes: given } = bulk;
  const place = `${path}.trackDeletes`;
  if (!isObject(given)) return [problem(place, 'wrong-type', { expected: 'track-deletes' })];
  return [
    ...needsKey(bulk, path, 'trackDeletes'),
    ...(typeof given.remove === 'function'
      ? []
      : [problem(`${place}.remove`, 'wrong-type', { expected: 'function' })]),
    ...(given.maxRatio === undefined ? [] : checkRatio(given.maxRatio, `${place}.maxRatio`)),
  ];
}

function needsKey(bulk: Bulk, path: string, option: string): Problem[] {
  if (typeof bulk.key === 'function') return [];
  return [problem(`${path}.${option}`, 'key-needed', {})];
}
