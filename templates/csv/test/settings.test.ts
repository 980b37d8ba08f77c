import { isAbsolute } from 'node:path';
import { expect, test } from 'vitest';
import { parseSettings } from '../src/settings.ts';

test('every setting has a default', () => {
  const settings = parseSettings({});
  expect(settings).toMatchObject({
    files: { customers: 'customers.csv', loyalty_cards: 'loyalty_cards.csv' },
    dialect: { delimiter: ',', decimal: '.', dates: 'iso', timeZone: 'UTC', encoding: 'utf-8' },
    language: 'en',
    currency: 'EUR',
  });
  expect(isAbsolute(settings.folder)).toBe(true);
});

test('a form sends empty texts for what was not filled in', () => {
  expect(parseSettings({ folder: '', delimiter: '', language: '', currency: '' })).toEqual(
    parseSettings({}),
  );
});

test('given settings are taken', () => {
  expect(
    parseSettings({
      ...{ folder: '/exports', customers_file: 'clients-*.csv', delimiter: 'tab', decimal: ',' },
      ...{ dates: 'dmy', time_zone: 'Europe/Paris', encoding: 'windows-1252' },
      ...{ language: 'fr', currency: 'CHF' },
    }),
  ).toMatchObject({
    folder: '/exports',
    files: { customers: 'clients-*.csv' },
    dialect: {
      ...{ delimiter: '\t', decimal: ',', dates: 'dmy' },
      ...{ timeZone: 'Europe/Paris', encoding: 'windows-1252' },
    },
    language: 'fr',
    currency: 'CHF',
  });
});

test('one error names all that is wrong', () => {
  const raw = { delimiter: '::', time_zone: 'Mars', orders_file: '../o.csv', currency: 7 };
  expect(() => parseSettings(raw)).toThrow(
    'Settings: orders_file is "../o.csv", but must be the name of a file, which may hold * and ?; ' +
      'delimiter is "::", but must be one of "," ";" "|" "tab"; ' +
      'time_zone is "Mars", but must be a time zone, such as "Europe/Paris"; ' +
      'currency is 7, but must be three capitals, such as "EUR"',
  );
});
