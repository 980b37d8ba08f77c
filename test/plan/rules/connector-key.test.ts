import { expect, it } from 'vitest';
import { integration, step } from '../../connector/fixtures.js';
import { lintConnector } from './lint-connector.js';
import { lintWith } from './lint-with.js';

const RULE = 'connector/unknown-key';

it('accepts every key that is read', () => {
  expect(
    lintWith(RULE, { integration: integration({ remoteData: {}, hooks: {}, inbound: {} }) }),
  ).toEqual([]);
});

it('knows what a class brings from what is written down', () => {
  class Connector {
    slug = 'acme';
    help() {}
  }
  expect(lintWith(RULE, { integration: new Connector() })).toEqual([]);
});

it('warns about the others, and says what was meant where that is missing', () => {
  expect(
    lintConnector(RULE, {
      syncSteps: [{ ...step(), tolerateReject: true, bulk: { batchsize: 1 } }],
      syncStep: [],
      hook: {},
      configSchema: { field: [], fields: [{ key: 'a', optionz: [] }] },
      meta: { name: 'A', version: '1.0.0', icon: 'x' },
      widgets: [{ renderType: 'html' }],
    }),
  ).toEqual([
    'configSchema.field: is not a key that is read here',
    'configSchema.fields[0].optionz: is not a key that is read here. Did you mean "options"?',
    'hook: is not a key that is read here. Did you mean "hooks"?',
    'meta.icon: is not a key that is read here',
    'syncStep: is not a key that is read here',
    'syncSteps[0].bulk.batchsize: is not a key that is read here. Did you mean "batchSize"?',
    'syncSteps[0].tolerateReject: is not a key that is read here. Did you mean "tolerateRejects"?',
    'widgets[0].renderType: is not a key that is read here. Did you mean "render_type"?',
  ]);
});
