import { isObject, type Problem } from '../../connector/problem.js';
import { stepsOf } from '../parts.js';
import type { Rule } from '../rule.js';

export const bulkOptions: Rule = {
  id: 'connector/bulk-options',
  severity: 'error',
  summary: 'A bulk step has options that cannot work together, or a ratio outside 0 to 1.',
  explain:
    '`skipUnchanged` and `trackDeletes` recognise records by `key(record)`. A `maxRatio` is a part of the whole: 0.02 means 2%.',
  check({ integration }) {
    return stepsOf(integration).flatMap(({ path, step }) => [
      ...ratio(step.tolerateRejects, `${path}.tolerateRejects`),
      ...(isObject(step.bulk) ? checkBulk(step.bulk, `${path}.bulk`) : []),
    ]);
  },
};

function checkBulk(bulk: Record<string, unknown>, path: string): Problem[] {
  return [
    ...(bulk.skipUnchanged === true ? needsKey(bulk, path, 'skipUnchanged') : []),
    ...(bulk.trackDeletes === undefined ? [] : needsKey(bulk, path, 'trackDeletes')),
    ...ratio(bulk.trackDeletes, `${path}.trackDeletes`),
  ];
}

function needsKey(bulk: Record<string, unknown>, path: string, option: string): Problem[] {
  if (typeof bulk.key === 'function') return [];
  return [
    {
      path: `${path}.${option}`,
      message: 'needs `key`, and there is none',
      hint: 'Add `key: (record) => ...`, which returns what identifies the record at the API.',
    },
  ];
}

function ratio(policy: unknown, path: string): Problem[] {
  if (!isObject(policy) || policy.maxRatio === undefined || isRatio(policy.maxRatio)) return [];
  return [{ path: `${path}.maxRatio`, message: 'must be a number from 0 to 1' }];
}

function isRatio(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
