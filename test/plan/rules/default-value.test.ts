import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const field = (type: string, value: unknown, options?: unknown[]) =>
  lintPlan('plan/default-value', {
    customData: [
      {
        name: 'stores',
        fields: [{ name: 'x', type, default: value, ...(options && { options }) }],
      },
    ],
  });

it.each<[string, unknown, unknown[]?]>([
  ['bool', false],
  ['text', ''],
  ['longtext', 'x'.repeat(300)],
  ['number', -3],
  ['decimal', 1.5],
  ['list', 2, [1, 2]],
  ['date', '2024-02-29'],
  ['datetime', '2026-01-31T08:00:00Z'],
  ['json', []],
  ['geolocation', '48.85, 2.35'],
  ['geolocation', { latitude: 48.85, longitude: -2.35 }],
  ['number', null],
  ['number', undefined],
  ['constructor', 3],
])('accepts in a %s field %j', (type, value, options) => {
  expect(field(type, value, options)).toEqual([]);
});

it.each<[string, unknown, string, unknown[]?]>([
  ['bool', 1, 'true or false'],
  ['text', 3, 'a text of at most 255 characters'],
  ['text', 'x'.repeat(256), 'a text of at most 255 characters'],
  ['longtext', {}, 'a text'],
  ['number', 1.5, 'a whole number'],
  ['number', '1', 'a whole number'],
  ['number', 1n, 'a whole number'],
  ['decimal', Number.NaN, 'a number'],
  ['list', '2', 'one of the options: 1, 2', [1, 2]],
  ['date', '2026-02-29', 'a day'],
  ['date', '31/01/2026', 'a day'],
  ['datetime', '2026-01-31', 'a time in UTC'],
  ['datetime', new Date(0), 'a time in UTC'],
  ['json', 'x', 'an object or a list'],
  ['geolocation', '91, 0', 'a latitude and a longitude'],
  ['geolocation', { lat: 1, lng: 2, alt: 3 }, 'a latitude and a longitude'],
  ['geolocation', { lat: '1', lng: '2' }, 'a latitude and a longitude'],
])('refuses in a %s field %o', (type, value, must, options) => {
  expect(field(type, value, options)).toEqual([
    expect.stringContaining(
      `customData[0].fields[0].default: does not fit the type "${type}": must be ${must}`,
    ),
  ]);
});

it('leaves a list without options to its own rule', () => {
  expect(field('list', 'a')).toEqual([]);
});
