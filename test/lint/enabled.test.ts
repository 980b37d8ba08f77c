import { expect, it } from 'vitest';
import type { Integration } from '../../src/connector/types.js';
import { askEnabled } from '../../src/lint/enabled.js';
import { integration, step } from '../connector/fixtures.js';

const on = { name: 'on.json', settings: { orders: true } };
const off = { name: 'off.json', settings: { orders: false } };

const ask = (changes: Partial<Integration>, ...fixtures: (typeof on)[]) =>
  askEnabled(integration(changes), fixtures).get('syncSteps[0]');

it('asks with the settings of every fixture, as the connector parses them', () => {
  const syncSteps = [step({ enabled: ({ wanted }) => wanted === true })];
  const parseSettings = ({ orders }: Record<string, unknown>) => ({ wanted: orders });
  expect(ask({ syncSteps, parseSettings }, on, off)).toEqual([
    { fixture: 'on.json', enabled: true },
    { fixture: 'off.json', enabled: false },
  ]);
});

it('asks with the defaults of the form where there is no fixture', () => {
  const configSchema: Integration['configSchema'] = {
    fields: [{ key: 'orders', type: 'checkbox', label: 'Orders', default: true }],
  };
  const syncSteps = [step({ enabled: ({ orders }) => orders === true })];
  expect(ask({ syncSteps, configSchema })).toEqual([{ fixture: undefined, enabled: true }]);
});

it('leaves out settings that the connector refuses', () => {
  const parseSettings = ({ orders }: Record<string, unknown>) => {
    if (orders === false) throw new Error('no');
    return {};
  };
  expect(ask({ parseSettings }, on, off)).toEqual([{ fixture: 'on.json', enabled: true }]);
});

it('says why there is no answer', () => {
  const throwing = step({
    enabled: () => {
      throw new Error('boom');
    },
  });
  expect(ask({ syncSteps: [throwing] }, on)).toEqual([
    { fixture: 'on.json', enabled: false, fault: { reason: 'boom' } },
  ]);
  const rejecting = { ...step(), enabled: async () => Promise.reject(new Error('late')) };
  expect(ask({ syncSteps: [rejecting as never] }, on)).toEqual([
    { fixture: 'on.json', enabled: true, fault: {} },
  ]);
});
