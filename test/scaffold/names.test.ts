import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  nameFrom,
  nameProblem,
  packageNameFrom,
  slugFrom,
  slugProblem,
} from '../../src/scaffold/names.js';

test.each([
  ["L'Été 2024", 'l-ete-2024'],
  ['my_shop', 'my_shop'],
  ['--Größe--', 'gro-e'],
  ['日本', ''],
])('the slug of %s is %s', (text, slug) => {
  expect(slugFrom(text)).toBe(slug);
});

test('a slug made of any text is empty or valid, and stays as it is when made again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const slug = slugFrom(text);
      expect(slug === '' || slugProblem(slug) === undefined).toBe(true);
      expect(slugFrom(slug)).toBe(slug);
    }),
  );
});

test.each(['', 'My-shop', 'a b', 'été', 'a/b', 'x'.repeat(101)])('%j is no slug', (slug) => {
  expect(slugProblem(slug)).toBeTypeOf('string');
});

test.each([
  ['shop-files', 'Shop files'],
  ['a_b--c', 'A b c'],
  ['---', '---'],
])('the name of %s is %s', (slug, name) => {
  expect(nameFrom(slug)).toBe(name);
});

test('a name is one line with something on it', () => {
  expect(nameProblem("L'Été « 2 »")).toBeUndefined();
  for (const name of ['', '  ', 'a\nb', 'a\u0000', 'x'.repeat(101)]) {
    expect(nameProblem(name)).toBeTypeOf('string');
  }
});

test.each([
  ['shop', 'shop'],
  ['_shop', 'shop'],
  ['--', 'connector---'],
  ['csv-parse', 'connector-csv-parse'],
  ['node_modules', 'connector-node_modules'],
])('the package of %s is called %s', (slug, name) => {
  expect(packageNameFrom(slug, ['csv-parse'])).toBe(name);
});
