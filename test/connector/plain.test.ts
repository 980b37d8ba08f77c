import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainCopy } from '../../src/connector/plain.js';

describe('plainCopy', () => {
  it('copies data and keeps functions and built-in objects', () => {
    const value = { a: [1, { b: null }], run: () => 1, at: new Date(0), text: 'x' };
    const copy = plainCopy(value);
    expect(copy).toEqual({ value, problems: [] });
    expect(copy.value).not.toBe(value);
  });

  it('has what a class gives, out of sight', () => {
    class Step {
      entity = 'orders';
      get scope() {
        return 'global';
      }
      run() {}
    }
    const copy = plainCopy(new Step()).value as Step;
    expect(copy.scope).toBe('global');
    expect(copy.run).toBe(Step.prototype.run);
    expect(Object.keys(copy)).toEqual(['entity']);
  });

  it('leaves out what throws, and says where', () => {
    const value = {
      good: 1,
      steps: [
        {
          get entity() {
            throw new Error('boom');
          },
        },
      ],
      get bad() {
        throw Object.create(null);
      },
    };
    expect(plainCopy(value)).toEqual({
      value: { good: 1, bad: undefined, steps: [{ entity: undefined }] },
      problems: [
        { path: 'bad', code: 'unreadable', args: { reason: 'no reason is given' } },
        { path: 'steps[0].entity', code: 'unreadable', args: { reason: 'boom' } },
      ],
    });
  });

  it('reads proxies, and not those that are revoked', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const copy = plainCopy({ open: new Proxy({ a: 1 }, {}), proxy });
    expect(copy.value).toEqual({ open: { a: 1 } });
    expect(copy.problems).toEqual([
      {
        path: 'proxy',
        code: 'unreadable',
        args: { reason: expect.stringContaining('revoked') },
      },
    ]);
  });

  it('follows circles', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const copy = plainCopy(circle).value as typeof circle;
    expect(copy.self).toBe(copy);
  });

  it('gives up on objects without end, and does not tell of every one', () => {
    const deep = (): object => ({
      get next() {
        return deep();
      },
    });
    expect(plainCopy(deep()).problems).toEqual([
      {
        path: expect.stringMatching(/^next(\.next)+$/),
        code: 'unreadable',
        args: { reason: expect.stringContaining('deep') },
      },
    ]);
    const wide = (): object => ({
      get a() {
        return wide();
      },
      get b() {
        return wide();
      },
    });
    expect(plainCopy(wide()).problems).toHaveLength(100);
  });

  it('equals what it copies', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(plainCopy({ value }).value).toEqual({ value });
      }),
    );
  });
});
