import { describe, expect, it } from 'vitest';
import { defineBulkStep } from '../../../../../src/connector/bulk.ts';
import type { BulkStepConfig } from '../../../../../src/connector/types.ts';
import { planHashOf } from '../../../../../src/runtime/sync/step/window/plan-hash.ts';
import { stepOf } from '../../../../helpers/syncBench.ts';

const PROVISIONED = { sourceIds: { paris: 1, lyon: 2 }, defIds: { Visits: 3 } };
const bulk = (more: Partial<BulkStepConfig<object>> = {}) =>
  defineBulkStep<object>({
    entity: 'rows',
    stream: async function* () {},
    map: () => null,
    push: async () => {},
    ...more,
  });
const plain = planHashOf(bulk(), PROVISIONED, '1.0.0');

describe('planHashOf', () => {
  it('is equal for the same step, with any order of ids and any code of its functions', () => {
    const provisioned = { defIds: { Visits: 3 }, sourceIds: { lyon: 2, paris: 1 } };
    const other = bulk({ map: () => ({}), order: 'none', batchSize: 3 });
    expect(planHashOf(other, provisioned, '1.0.0')).toBe(plain);
  });

  it.each<[string, string]>([
    [
      'the ids of sources',
      planHashOf(bulk(), { ...PROVISIONED, sourceIds: { paris: 1 } }, '1.0.0'),
    ],
    ['the ids of definitions', planHashOf(bulk(), { ...PROVISIONED, defIds: {} }, '1.0.0')],
    ['the version', planHashOf(bulk(), PROVISIONED, '1.0.1')],
    ['the kind of step', planHashOf(stepOf('rows'), PROVISIONED, '1.0.0')],
    ...Object.entries<Partial<BulkStepConfig<object>>>({
      position: { position: () => 1 },
      order: { order: 'asc' },
      key: { key: () => 'k' },
      skipUnchanged: { skipUnchanged: true },
      trackDeletes: { trackDeletes: { remove: async () => {} } },
    }).map(
      ([name, more]) => [name, planHashOf(bulk(more), PROVISIONED, '1.0.0')] as [string, string],
    ),
  ])('is another with %s', (_, hash) => {
    expect(hash).not.toBe(plain);
  });
});
