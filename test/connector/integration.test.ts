import { describe, expect, expectTypeOf, it } from 'vitest';
import { checkIntegration, isIntegration } from '../../src/connector/check.js';
import { defineIntegration } from '../../src/connector/integration.js';
import type { Integration } from '../../src/connector/types.js';
import { SpmError } from '../../src/errors.js';
import { integration, step, thrownBy } from './fixtures.js';

const paths = (value: unknown) => checkIntegration(value).map(({ path }) => path);

describe('checkIntegration', () => {
  it('accepts a plain object, whoever made it', () => {
    expect(checkIntegration(integration())).toEqual([]);
    expect(isIntegration({ ...integration(), somethingElse: 1 })).toBe(true);
  });

  it.each([
    [{ slug: 'Acme Shop' }, 'slug'],
    [{ slug: '' }, 'slug'],
    [{ slug: 'acme\n' }, 'slug'],
    [{ meta: { name: 'Acme', version: '1.2' } }, 'meta.version'],
    [{ meta: { name: 'Acme', version: '1.2.3-beta' } }, 'meta.version'],
    [{ meta: { name: ' ', version: '1.2.3' } }, 'meta.name'],
    [{ meta: undefined }, 'meta'],
    [{ configSchema: undefined }, 'configSchema'],
    [{ configSchema: { fields: {} } }, 'configSchema.fields'],
    [{ parseSettings: undefined }, 'parseSettings'],
    [{ testConnection: true }, 'testConnection'],
    [{ provisioning: 'plan' }, 'provisioning'],
    [{ syncSteps: undefined }, 'syncSteps'],
    [{ syncSteps: [null] }, 'syncSteps[0]'],
    [{ syncSteps: [step({ entity: ' ' })] }, 'syncSteps[0].entity'],
    [{ syncSteps: [step(), step()] }, 'syncSteps[1].entity'],
    [{ syncSteps: [step({ cursorScope: 'per-source' })] }, 'syncSteps[0].sources'],
    [{ syncSteps: [{ ...step(), cursorScope: 'shop' }] }, 'syncSteps[0].cursorScope'],
    [{ syncSteps: [{ ...step(), sources: ['a'] }] }, 'syncSteps[0].sources'],
    [{ syncSteps: [{ ...step(), run: undefined }] }, 'syncSteps[0].run'],
    [{ syncSteps: [{ ...step(), enabled: true }] }, 'syncSteps[0].enabled'],
    [{ syncSteps: [{ ...step(), bulk: null }] }, 'syncSteps[0].bulk'],
    [{ hooks: { onInstall: 'x' } }, 'hooks.onInstall'],
    [{ inbound: [] }, 'inbound'],
    [{ remoteData: { stores: 1 } }, 'remoteData.stores'],
    [{ widgets: {} }, 'widgets'],
  ])('finds what is wrong in %j', (changes, path) => {
    expect(paths({ ...integration(), ...changes })).toEqual([path]);
  });

  it('says what it found, even where that cannot be written as JSON', () => {
    const problems = checkIntegration({
      ...integration(),
      slug: 1n,
      meta: { name: 'A', version: {} },
    });
    expect(problems).toEqual([
      { path: 'slug', code: 'slug', args: { is: 'a bigint' } },
      { path: 'meta.version', code: 'version', args: { is: 'an object' } },
    ]);
  });

  it('tells what cannot be read', () => {
    const hostile = Object.defineProperty(integration(), 'slug', {
      get() {
        throw new Error('boom');
      },
    });
    expect(checkIntegration(hostile)).toContainEqual({
      path: 'slug',
      code: 'unreadable',
      args: { reason: 'boom' },
    });
  });

  it('reports everything at once', () => {
    const problems = paths({ slug: '!', meta: {}, syncSteps: [{}, 3] });
    expect(problems).toEqual(
      expect.arrayContaining([
        'slug',
        'meta.name',
        'meta.version',
        'syncSteps[0].run',
        'syncSteps[1]',
      ]),
    );
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [[], 'an array'],
    ['acme', 'a string'],
    [() => integration(), 'a function'],
    [Promise.resolve(integration()), 'a promise'],
  ])('says what %o is instead of an Integration', (value, is) => {
    expect(checkIntegration(value)).toEqual([
      { path: '', code: 'not-an-integration', args: { is } },
    ]);
  });
});

describe('defineIntegration', () => {
  it('returns what it is given', () => {
    const given = integration();
    expect(defineIntegration(given)).toBe(given);
  });

  it('throws with all problems in the message and as data', () => {
    const error = thrownBy(() =>
      defineIntegration({ ...integration(), slug: 'A', syncSteps: [step(), step()] }),
    );
    expect(error).toBeInstanceOf(SpmError);
    expect(error).toMatchObject({
      code: 'SPM_CONNECTOR_INVALID',
      message: expect.stringMatching(/: slug must .*; syncSteps\[1\]\.entity: .*share one cursor/),
      details: { problems: [{ path: 'slug' }, { path: 'syncSteps[1].entity' }] },
    });
  });

  it('infers the settings from parseSettings', () => {
    const typed = defineIntegration({
      ...integration(),
      parseSettings: (raw) => ({ token: String(raw.token) }),
      testConnection: async ({ settings }) => settings.token.length > 0,
      syncSteps: [],
    });
    expectTypeOf(typed).toEqualTypeOf<Integration<{ token: string }>>();
  });
});
