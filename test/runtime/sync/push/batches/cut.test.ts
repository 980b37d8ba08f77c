import { describe, expect, it } from 'vitest';
import { cut, halve } from '../../../../../src/runtime/sync/push/batches/cut.ts';
import {
  entriesOf,
  identify,
  recordOf,
} from '../../../../../src/runtime/sync/push/batches/identity.ts';

const RESOURCE = { name: 'things', limit: 50, keyFields: ['id'] };
const keyed = (...keys: (string | null)[]) =>
  keys.map((key, index) => ({
    item: key,
    given: key,
    index,
    key,
    stepKey: null,
    names: key === null ? [] : [key],
  }));
const keysOf = (batches: ReturnType<typeof cut>) =>
  batches.map(({ items }) => items.map(({ key }) => key));

describe('identity', () => {
  it("is the step's own key, else the resource's", () => {
    const items = [{ id: 1 }, { id: 2 }];
    expect(identify(entriesOf(items), RESOURCE, undefined).map(({ key }) => key)).toEqual([
      'things:1',
      'things:2',
    ]);
    const own = (item: unknown) => `own ${(item as { id: number }).id}`;
    expect(identify(entriesOf(items), RESOURCE, own).map(({ key }) => key)).toEqual([
      'own 1',
      'own 2',
    ]);
  });

  it("is the resource's key when the step's key does not fit the items", () => {
    const lines = [
      { id: 1, order: 'a' },
      { id: 2, order: 'a' },
    ];
    const own = (item: unknown) => (item as { order: string }).order;
    const known = identify(entriesOf(lines), RESOURCE, own);
    expect(known.map(({ key }) => key)).toEqual(['things:1', 'things:2']);
    expect(known.map(({ stepKey }) => stepKey)).toEqual(['a', 'a']);
  });

  it('is unknown when neither has a key', () => {
    const unknown = { ...RESOURCE, keyFields: null };
    expect(identify(entriesOf([{ id: 1 }]), unknown, undefined)[0]?.key).toBeNull();
  });
});

describe('the names of a record', () => {
  const own = (item: unknown) => (item as { product: string }).product;
  const namesIn = (items: unknown[], resource = RESOURCE) =>
    identify(entriesOf(items), resource, own).map(({ names }) => names);

  it('do not depend on the other items', () => {
    const french = { id: '12 fr', product: '12' };
    const [alone] = namesIn([french]);
    expect(namesIn([french, { id: '12 en', product: '12' }])[0]).toEqual(alone);
    expect(alone).toEqual(['things:12%20fr', 'things=12']);
  });

  it('are those of its resource, even if a step pushes several under one key', () => {
    const [[thing], [part]] = [
      namesIn([{ product: '12' }]),
      namesIn([{ product: '12' }], {
        ...RESOURCE,
        name: 'parts',
      }),
    ];
    expect([thing, part]).toEqual([['things=12'], ['parts=12']]);
  });

  it('differ when the records differ in one of them', () => {
    const records = [['a:1', 'a=x'], ['a:2', 'a=x'], ['a:1', 'a=y'], ['a:1'], ['a=x']].map(
      recordOf,
    );
    expect(new Set(records).size).toBe(5);
    expect(recordOf([])).toBeNull();
  });
});

describe('batches', () => {
  it('have no more items than the limit', () => {
    expect(keysOf(cut(keyed('a', 'b', 'c', 'd', 'e'), 2))).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(cut([], 2)).toEqual([]);
  });

  it('never hold a record twice', () => {
    expect(keysOf(cut(keyed('a', 'b', 'a', 'a'), 9))).toEqual([['a', 'b'], ['a'], ['a']]);
    expect(keysOf(cut(keyed(null, null), 9))).toEqual([[null, null]]);
    const languages = ['12 fr', '12 en'].map((name, index) => ({
      item: name,
      given: name,
      index,
      key: '12',
      stepKey: null,
      names: [name, '12'],
    }));
    expect(cut(languages, 9)).toHaveLength(1);
  });

  it('know all their records, or say that they do not', () => {
    expect(cut(keyed('a', 'b'), 9)[0]?.names).toEqual(['a', 'b']);
    expect(cut(keyed('a', null), 9)[0]?.names).toBeNull();
  });

  it('are halved without losing an item', () => {
    const [batch] = cut(keyed('a', 'b', 'c'), 9);
    if (!batch) throw new Error('no batch');
    expect(keysOf(halve(batch))).toEqual([['a', 'b'], ['c']]);
  });
});
