import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

interface Source {
  key: string;
  label?: string;
  parentKey?: string;
}

const sources = (...given: Source[]) =>
  lintPlan('plan/data-source-keys', {
    dataSources: given.map(({ key, label = key, ...rest }) => ({
      key,
      decl: { label, type: 'api' },
      ...rest,
    })),
  });

it('accepts a tree, in any order', () => {
  expect(sources({ key: 'store', parentKey: 'root' }, { key: 'root' })).toEqual([]);
});

it('finds keys and labels that are used twice', () => {
  expect(
    sources({ key: 'a', label: 'One' }, { key: 'a', label: 'Two' }, { key: 'c', label: ' One' }),
  ).toEqual([
    'dataSources[1].key: "a" is already the key of provisioning.dataSources[0]',
    'dataSources[2].decl.label: "One" is already the label of provisioning.dataSources[0]',
  ]);
});

it('finds a parent that does not exist', () => {
  expect(sources({ key: 'root' }, { key: 'a', parentKey: 'rot' })).toEqual([
    'dataSources[1].parentKey: "rot" is not the key of a data source of the plan. Did you mean "root"?',
  ]);
});

it('finds sources that are their own ancestors', () => {
  expect(
    sources(
      { key: 'a', parentKey: 'b' },
      { key: 'b', parentKey: 'a' },
      { key: 'c', parentKey: 'c' },
    ),
  ).toEqual([
    'dataSources[0].parentKey: a data source is its own ancestor: a -> b -> a',
    'dataSources[2].parentKey: a data source is its own ancestor: c -> c',
  ]);
});
