import { describe, expect, it } from 'vitest';
import { SpmError } from '../../../src/errors.ts';
import { parseFault } from '../../../src/sandbox/faults/parse.ts';
import { reaches, requireReach } from '../../../src/sandbox/faults/reach.ts';
import { rig } from '../fixtures.ts';

describe('a pattern and a route', () => {
  it.each([
    ['/v1/customers', '/v1/customers', true],
    ['/v1/customer', '/v1/customers', false],
    ['/v1/customers/', '/v1/customers', false],
    ['/v1/customers/12', '/v1/customers/:id', true],
    ['/v1/customers/', '/v1/customers/:id', false],
    ['/v1/customers/1/2', '/v1/customers/:id', false],
    ['/v1/customers/*', '/v1/customers/:id', true],
    ['/v1/customers*', '/v1/customers', true],
    ['/v1/*/addresses', '/v1/customers/:id/addresses', true],
    ['/v1/customers/*/x*', '/v1/customers/:id/addresses', false],
    ['/v1/customers/a*b', '/v1/customers/:id', true],
    ['/v1/customers/a*b', '/v1/customers/:id/addresses', false],
    ['/v1/*', '/v1/lists', true],
    ['/*', '/v1/lists', true],
    ['/*tomers', '/v1/customers', true],
    ['/v1/*zzz', '/v1/customers', false],
  ])('%s and %s: %s', (pattern, template, expected) => {
    expect(reaches(pattern, template)).toBe(expected);
  });

  it('take no time, however long the pattern', () => {
    expect(reaches(`/v1/${'*a'.repeat(20_000)}`, '/v1/customers/:id/addresses')).toBe(false);
  });
});

describe('a fault that cannot happen', () => {
  const routes = [
    { method: 'GET', path: '/v1/customers' },
    { method: 'POST', path: '/v1/customers' },
    { method: 'GET', path: '/v1/customers/:customer_id' },
  ];
  const refused = (spec: string): SpmError => {
    try {
      requireReach(parseFault(spec), routes);
    } catch (error) {
      if (error instanceof SpmError) return error;
    }
    throw new Error(`${spec} was taken`);
  };

  it.each([
    ['POST /v1/custommers 500', /the API has no route/, /^did you mean POST \/v1\/customers\?$/],
    ['PATCH /v1/customers 500', /has no PATCH, it has GET, POST/, /did you mean/],
    ['* /v1/nothing/at/all/here 500', /no route/, /'\* \/v1\/\*' matches all/],
  ])('%s', (spec, cause, hint) => {
    const error = refused(spec);
    expect(error.code).toBe('SPM_INVALID_VALUE');
    expect(String(error.cause)).toMatch(cause);
    expect(error.hint).toMatch(hint);
  });

  it('is refused at the start, later, and by the control API', async () => {
    const spec = 'POST /v1/custommers 500';
    await expect(rig({ faults: [spec] })).rejects.toMatchObject({ code: 'SPM_INVALID_VALUE' });
    const { sandbox } = await rig({ faults: ['POST /v1/customers 500'] });
    expect(() => sandbox.fault(spec)).toThrow(/can never happen/);
    const answer = await fetch(`${sandbox.baseUrl}/_sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ spec }),
    });
    expect(answer.status).toBe(400);
    expect(sandbox.faults).toEqual([{ id: 1, spec: 'POST /v1/customers 500', happened: 0 }]);
  });
});
