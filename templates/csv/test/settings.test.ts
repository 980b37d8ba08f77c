import { isAbsolute } from 'node:path';
import { expect, test } from 'vitest';
import { parseSettings } from '../src/settings.ts';

test('every setting has a default', () => {
  const settings = parseSettings({});
  expect(settings).toMatchObject({ delimiter: ',', language: 'en', currency: 'EUR' });
  expect(isAbsolute(settings.folder)).toBe(true);
});

test('a form sends empty texts for what was not filled in', () => {
  expect(parseSettings({ folder: '', delimiter: '', language: '', currency: '' })).toEqual(
    parseSettings({}),
  );
});

test('given settings are taken', () => {
  expect(
    parseSettings({ folder: '/exports', delimiter: 'tab', language: 'fr', currency: 'CHF' }),
  ).toEqual({ folder: '/exports', delimiter: '\t', language: 'fr', currency: 'CHF' });
});

test('one error names all that is wrong', () => {
  expect(() => parseSettings({ delimiter: '::', language: 'French', currency: 7 })).toThrow(
    'Settings: delimiter is "::", but must be "," ";" "|" or "tab"; ' +
      'language is "French", but must be two letters, such as "fr"; ' +
      'currency is 7, but must be three capitals, such as "EUR"',
  );
});
