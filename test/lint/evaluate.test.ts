import http from 'node:http';
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Integration, IntegrationContext } from '../../src/connector/types.js';
import { evaluatePlans } from '../../src/lint/evaluate.js';
import { integration } from '../connector/fixtures.js';

type Provisioning = NonNullable<Integration['provisioning']>;

const PLAN = { events: [{ code_name: 'visit', name: { en: 'Visit' } }] };
const URL = 'http://127.0.0.1:1/stores';

const evaluate = async (provisioning: Provisioning, timeLimitMs = 2000) => {
  const [plan] = await evaluatePlans(integration({ provisioning }), [], { timeLimitMs });
  return plan;
};

const needs = (used: string, what: string) => ({
  path: 'provisioning',
  code: 'plan-needs',
  args: { settings: false, used, needs: what },
});

describe('evaluatePlans', () => {
  it('gives a plan that is an object, and one that is made', async () => {
    expect(await evaluate(PLAN)).toEqual({ plan: PLAN });
    expect(await evaluate(async () => PLAN)).toEqual({ plan: PLAN });
  });

  it('evaluates once for each fixture, with the defaults of the form below it', async () => {
    const made = integration({
      configSchema: { fields: [{ key: 'a', type: 'text', label: 'A', default: 'x' }] },
      provisioning: ({ settings: { a, b } }) => ({
        events: [{ code_name: `${a}${b}`, name: {} }],
      }),
    });
    const fixtures = [
      { name: 'one.json', settings: { b: '1' } },
      { name: 'two.json', settings: { a: 'y', b: '2' } },
    ];
    expect(await evaluatePlans(made, fixtures)).toEqual([
      { fixture: 'one.json', plan: { events: [{ code_name: 'x1', name: {} }] } },
      { fixture: 'two.json', plan: { events: [{ code_name: 'y2', name: {} }] } },
    ]);
  });

  it('shows how to add a fixture when it fails without any', async () => {
    const provisioning = () => {
      throw new Error('the url is missing');
    };
    const [plan] = await evaluatePlans(integration({ provisioning }), [], {
      configFile: '/shop/spm-connect.config.json',
    });
    expect(plan).toEqual({
      plan: undefined,
      problem: {
        path: 'provisioning',
        code: 'plan-throws',
        args: {
          settings: false,
          reason: 'the url is missing',
          file: 'spm-connect.config.json',
        },
      },
    });
  });

  it('names the fixture that parseSettings refuses', async () => {
    const made = integration({
      parseSettings: () => {
        throw new Error('no url');
      },
    });
    const [plan] = await evaluatePlans(made, [{ name: 'bad.json', settings: {} }]);
    expect(plan).toMatchObject({
      fixture: 'bad.json',
      problem: {
        path: 'parseSettings',
        code: 'plan-throws',
        args: { settings: true, reason: 'no url', file: 'bad.json' },
      },
    });
  });

  it.each([
    ['ctx.spm', (ctx) => ctx.spm.get('/products')],
    ['ctx.sendBulk', (ctx) => ctx.sendBulk(async () => ({}), [])],
    ['ctx.withSource', async (ctx) => ctx.withSource('a')],
    ['ctx.customData', async (ctx) => ctx.customData('a')],
    ['ctx.state.set', (ctx) => ctx.state.set('a', '1')],
  ] satisfies [string, (ctx: IntegrationContext) => Promise<unknown>][])(
    'says that %s needs a shop, also when the connector lives with that',
    async (used, use) => {
      const given = await evaluate(async (ctx) => {
        await use(ctx).catch(() => {});
        return PLAN;
      });
      expect(given?.problem).toEqual(needs(used, 'a shop'));
      expect(given?.plan).toEqual(PLAN);
    },
  );

  it('lets fetch fail, and names the address', async () => {
    const given = await evaluate(async () => {
      await fetch(URL);
      return PLAN;
    });
    expect(given?.plan).toBeUndefined();
    expect(given?.problem).toEqual(needs(`fetch ${URL}`, 'a network'));
  });

  it.each([
    ['node:http', () => http.get(URL)],
    ['net.connect with options', () => net.connect({ port: 1, host: '127.0.0.1' })],
    ['net.connect', () => net.connect(1, '127.0.0.1')],
    ['a socket', () => new net.Socket().connect(1, '127.0.0.1')],
  ])('does not connect with %s', async (_, connect) => {
    const given = await evaluate(() => new Promise(() => connect()), 60_000);
    expect(given?.problem).toEqual(needs('a connection to 127.0.0.1:1', 'a network'));
  });

  it('gives the network back', async () => {
    const before = [globalThis.fetch, net.Socket.prototype.connect];
    await evaluate(() => new Promise(() => net.connect(1)), 60_000);
    expect([globalThis.fetch, net.Socket.prototype.connect]).toEqual(before);
  });

  it('does not wait for ever', async () => {
    const given = await evaluate(() => new Promise(() => {}), 20);
    expect(given?.problem).toMatchObject({ code: 'plan-late', args: { seconds: 0.02 } });
  });
});
