import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpmError } from '../../../src/errors.ts';
import { concerns, matchesPath, parseFault } from '../../../src/sandbox/faults/parse.ts';

const always = { chance: 1, times: Number.POSITIVE_INFINITY };

describe('parseFault', () => {
  it.each([
    ['POST /v1/customers 5% 500', { chance: 0.05, action: { kind: 'status', status: 500 } }],
    ['* /v1/* 429 retry-after=2', { action: { kind: 'status', status: 429, retryAfter: 2 } }],
    ['POST /v1/orders 10% reset-before', { chance: 0.1, action: { kind: 'reset-before' } }],
    ['POST /v1/orders reset-after', { action: { kind: 'reset-after' } }],
    ['GET /v1/orders truncate', { action: { kind: 'truncate' } }],
    ['GET /v1/orders slow=2000', { action: { kind: 'slow', ms: 2000 } }],
    ['GET /v1/orders slow=2s', { action: { kind: 'slow', ms: 2000 } }],
    ['GET /v1/orders timeout times=3', { times: 3, action: { kind: 'timeout' } }],
    ['get /v1/orders 503 0.5% times=1', { chance: 0.005, times: 1, action: { status: 503 } }],
    ['* /* 500', { method: '*', path: '/*' }],
    ['* /v1* 500', { path: '/v1*' }],
  ])('reads %s', (spec, wanted) => {
    const [method, path] = spec.split(' ');
    const expected = { method: method?.toUpperCase(), path, spec, ...always, ...wanted };
    expect(parseFault(spec)).toMatchObject(expected);
  });

  it('does not mind spaces, nor the order behind the path', () => {
    expect(parseFault('  POST\t/v1/orders   times=2 500  30% ')).toMatchObject({
      method: 'POST',
      chance: 0.3,
      times: 2,
      action: { kind: 'status', status: 500 },
    });
  });

  it.each([
    ['', 'must start with one of the methods', 'Write METHOD'],
    ['FETCH /v1/orders 500', 'must start with one of the methods', 'Write METHOD'],
    ['POST', 'after the method it needs a path', 'Write METHOD'],
    ['POST v1/orders 500', 'after the method it needs a path', 'Write METHOD'],
    ['POST /orders 500', 'the API has no path /orders', '/v1/orders'],
    ['POST /v1/orders', 'it has no effect', 'Write METHOD'],
    ['POST /v1/orders 5%', 'it has no effect', 'Write METHOD'],
    ['POST /v1/orders 200', "'200' should be an error status", 'Write METHOD'],
    ['POST /v1/orders 101% 500', "'101%' should be a chance", 'Write METHOD'],
    ['POST /v1/orders x% 500', "'x%' should be a chance", 'Write METHOD'],
    ['POST /v1/orders 500 times=0', "'times=0' should be a whole number", 'Write METHOD'],
    ['POST /v1/orders slow=soon', "'slow=soon' should be milliseconds", 'Write METHOD'],
    ['POST /v1/orders slow=2h', "'slow=2h' should be milliseconds", 'Write METHOD'],
    ['POST /v1/orders 429 retry-after=1.5', 'should be whole seconds', 'Write METHOD'],
    ['POST /v1/orders truncate retry-after=1', 'retry-after needs a status', 'Write METHOD'],
    ['POST /v1/orders 500 503', 'only one effect', 'Write METHOD'],
    ['POST /v1/orders 500 truncate', 'only one effect', 'Write METHOD'],
    ['POST /v1/orders 500 5% 6%', 'chance is given twice', 'Write METHOD'],
    ['POST /v1/orders reset-befor', "'reset-befor' is unknown", 'Did you mean reset-before?'],
    ['POST /v1/orders tuncate', "'tuncate' is unknown", 'Did you mean truncate?'],
    ['POST /v1/orders 500 time=3', "'time=3' is unknown", 'Did you mean times='],
  ])('refuses %j', (spec, cause, hint) => {
    let thrown: unknown;
    try {
      parseFault(spec);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SpmError);
    const error = thrown as SpmError;
    expect(error).toMatchObject({ code: 'SPM_INVALID_VALUE' });
    expect(error.message).toContain(`'${spec}'`);
    expect(error.cause).toContain(cause);
    expect(error.hint).toContain(hint);
  });

  it('reads or refuses any text, and nothing else', () => {
    const word = fc.constantFrom(
      ...['POST', '*', '/v1/*', '/v1/a', '5%', '500', 'truncate', 'slow=1', 'times=2', '=', '%'],
    );
    const text = fc.oneof(
      fc.string(),
      fc
        .array(fc.oneof(word, fc.string({ maxLength: 4 })), { maxLength: 7 })
        .map((w) => w.join(' ')),
    );
    fc.assert(
      fc.property(text, (spec) => {
        try {
          const { chance, times } = parseFault(spec);
          expect(chance).toBeGreaterThanOrEqual(0);
          expect(chance).toBeLessThanOrEqual(1);
          expect(times).toBeGreaterThanOrEqual(1);
        } catch (error) {
          expect(error).toBeInstanceOf(SpmError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('reads every spec of its own form', () => {
    const parts = fc.record({
      method: fc.constantFrom('*', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
      path: fc.constantFrom('/v1/*', '/v1/customers', '/v1/*/addresses'),
      percent: fc.integer({ min: 0, max: 100 }),
      status: fc.integer({ min: 400, max: 599 }),
      times: fc.integer({ min: 1, max: 1e6 }),
      retryAfter: fc.integer({ min: 0, max: 9999 }),
    });
    fc.assert(
      fc.property(parts, ({ method, path, percent, status, times, retryAfter }) => {
        const spec = `${method} ${path} ${percent}% ${status} times=${times} retry-after=${retryAfter}`;
        const action = { kind: 'status', status, retryAfter };
        expect(parseFault(spec)).toEqual({
          spec,
          method,
          path,
          chance: percent / 100,
          times,
          action,
        });
      }),
    );
  });
});

describe('the path of a fault', () => {
  it.each([
    ['/v1/customers', '/v1/customers', true],
    ['/v1/customers', '/v1/customers/1', false],
    ['/v1/customers*', '/v1/customers', true],
    ['/v1/customers/*', '/v1/customers', false],
    ['/v1/*', '/v1/customers/1/addresses', true],
    ['/v1/*/addresses', '/v1/customers/1/addresses', true],
    ['/v1/*/addresses', '/v1/customers/1/addresses/2', false],
    ['/v1/a*a', '/v1/a', false],
    ['/v1/a*a', '/v1/aa', true],
    ['/v1/*b*c*', '/v1/cb', false],
  ])('%s and %s: %s', (pattern, path, matches) => {
    expect(matchesPath(pattern, path)).toBe(matches);
  });

  it('is matched as a regular expression would', () => {
    const text = (signs: string) => fc.string({ unit: fc.constantFrom(...signs), maxLength: 8 });
    fc.assert(
      fc.property(text('ab*'), text('ab'), (pattern, path) => {
        const same = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
        expect(matchesPath(pattern, path)).toBe(same.test(path));
      }),
      { numRuns: 1000 },
    );
  });

  it('counts only with the method', () => {
    expect(concerns(parseFault('POST /v1/a 500'), 'POST', '/v1/a')).toBe(true);
    expect(concerns(parseFault('POST /v1/a 500'), 'GET', '/v1/a')).toBe(false);
    expect(concerns(parseFault('* /v1/a 500'), 'GET', '/v1/a')).toBe(true);
  });
});
