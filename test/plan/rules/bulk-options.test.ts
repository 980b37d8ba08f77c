import { expect, it } from 'vitest';
import { defineBulkStep } from '../../../src/connector/bulk.js';
import type { BulkStepConfig } from '../../../src/connector/types.js';
import { integration, step } from '../../connector/fixtures.js';
import { lintWith } from './lint-with.js';

const bulk = (changes: Partial<BulkStepConfig>) =>
  lintWith('connector/bulk-options', {
    integration: integration({
      syncSteps: [
        step(),
        defineBulkStep({
          entity: 'customers',
          stream: async function* () {},
          map: () => null,
          push: async () => {},
          ...changes,
        }),
      ],
    }),
  });

const key = () => 'k';
const remove = async () => {};

it.each<Partial<BulkStepConfig>>([
  {},
  { skipUnchanged: false },
  { skipUnchanged: true, key },
  { trackDeletes: { remove, maxRatio: 0.5 }, key },
  { tolerateRejects: { maxRatio: 0 } },
])('accepts %o', (changes) => {
  expect(bulk(changes)).toEqual([]);
});

it.each<[Partial<BulkStepConfig>, string]>([
  [{ skipUnchanged: true }, 'syncSteps[1].bulk.skipUnchanged: key-needed'],
  [{ trackDeletes: { remove } }, 'syncSteps[1].bulk.trackDeletes: key-needed'],
  [
    { tolerateRejects: { maxRatio: 5 } },
    'syncSteps[1].tolerateRejects.maxRatio: wrong-type expected=ratio',
  ],
  [
    { tolerateRejects: { maxRatio: Number.NaN } },
    'syncSteps[1].tolerateRejects.maxRatio: wrong-type expected=ratio',
  ],
])('refuses %o', (changes, text) => {
  expect(bulk(changes)).toEqual([expect.stringContaining(text)]);
});

it.each<[Record<string, unknown>, string]>([
  [{ tolerateRejects: 0.05 }, '.tolerateRejects: wrong-type expected=tolerance'],
  [{ tolerateRejects: {} }, '.tolerateRejects.maxRatio: wrong-type expected=ratio'],
  [{ bulk: { trackDeletes: true } }, '.bulk.trackDeletes: wrong-type expected=track-deletes'],
  [{ bulk: { trackDeletes: {}, key } }, '.bulk.trackDeletes.remove: wrong-type expected=function'],
  [
    { bulk: { trackDeletes: { remove, maxRatio: 2 }, key } },
    '.maxRatio: wrong-type expected=ratio',
  ],
])('refuses %j, which neither the types nor `defineBulkStep` let pass', (changes, text) => {
  const subject = { integration: { ...integration(), syncSteps: [{ ...step(), ...changes }] } };
  expect(lintWith('connector/bulk-options', subject)).toEqual([expect.stringContaining(text)]);
});

it('checks the ratio of plain steps too', () => {
  const subject = {
    integration: integration({ syncSteps: [step({ tolerateRejects: { maxRatio: -1 } })] }),
  };
  expect(lintWith('connector/bulk-options', subject)).toHaveLength(1);
});
