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
    'configSchema.field: unknown-keys keys=field',
    'configSchema.fields[0].optionz: unknown-keys keys=optionz suggestion=options',
    'hook: unknown-keys keys=hook suggestion=hooks',
    'meta.icon: unknown-keys keys=icon',
    'syncStep: unknown-keys keys=syncStep',
    'syncSteps[0].bulk.batchsize: unknown-keys keys=batchsize suggestion=batchSize',
    'syncSteps[0].tolerateReject: unknown-keys keys=tolerateReject suggestion=tolerateRejects',
    'widgets[0].renderType: unknown-keys keys=renderType suggestion=render_type',
  ]);
});
