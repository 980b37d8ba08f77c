import { checkRatio } from '../../connector/check-bulk.js';
import { isObject, type Problem } from '../../connector/problem.js';
import { stepsOf } from '../parts.js';
import type { Rule } from '../rule.js';

type Bulk = Record<string, unknown>;

export const bulkOptions: Rule = {
  id: 'connector/bulk-options',
  severity: 'error',
  summary:
    'A step has options that cannot work: rejects, ratios, or recognising records without a key.',
  explain:
    '`skipUnchanged` and `trackDeletes` recognise records by `key(record)`. `tolerateRejects` is true, false, or an ' +
    'object with a `maxRatio`, which is a part of the whole: 0.02 means 2%.',
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
  return [{ path, message: 'must be true, false or { maxRatio }' }];
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
  if (!isObject(given)) return [{ path: place, message: 'must be an object with `remove`' }];
  return [
    ...needsKey(bulk, path, 'trackDeletes'),
    ...(typeof given.remove === 'function'
      ? []
      : [{ path: `${place}.remove`, message: 'must be a function' }]),
    ...(given.maxRatio === undefined ? [] : checkRatio(given.maxRatio, `${place}.maxRatio`)),
  ];
}

function needsKey(bulk: Bulk, path: string, option: string): Problem[] {
  if (typeof bulk.key === 'function') return [];
  return [
    {
      path: `${path}.${option}`,
      message: 'needs `key`, and there is none',
      hint: 'Add `key: (record) => ...`, which returns what identifies the record at the API.',
    },
  ];
}
