import { expect, it } from 'vitest';
import { suggester } from '../../src/plan/suggest.js';

it('finds what a word meant, until it has compared too much', () => {
  const suggest = suggester();
  const names = Array.from({ length: 20_000 }, (_, index) => `definition ${index}`);
  const hints = ['a', 'b', 'c', 'd'].map(() => suggest('definitoin 7', names));
  expect(hints).toEqual(['definition 7', 'definition 7', undefined, undefined]);
  expect(suggest('nmae', ['name'])).toBe('name');
});
