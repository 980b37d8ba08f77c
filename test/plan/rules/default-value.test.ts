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

it.each<[string, unknown, unknown[]?]>([
  ['bool', 1],
  ['text', 3],
  ['text', 'x'.repeat(256)],
  ['longtext', {}],
  ['number', 1.5],
  ['number', '1'],
  ['number', 1n],
  ['decimal', Number.NaN],
  ['list', '2', [1, 2]],
  ['date', '2026-02-29'],
  ['date', '31/01/2026'],
  ['datetime', '2026-01-31'],
  ['datetime', new Date(0)],
  ['json', 'x'],
  ['geolocation', '91, 0'],
  ['geolocation', { lat: 1, lng: 2, alt: 3 }],
  ['geolocation', { lat: '1', lng: '2' }],
])('rejects in a %s field %o', (type, value, options) => {
  const shown = options === undefined ? '' : ` options=${options.join()}`;
  expect(field(type, value, options)).toEqual([
    expect.stringContaining(`customData[0].fields[0].default: wrong-default type=${type}${shown}`),
  ]);
});

it('leaves a list without options to its own rule', () => {
  expect(field('list', 'a')).toEqual([]);
});
