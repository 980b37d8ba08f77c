/** The requests that applying makes after each kind of failed write. */
import { describe, expect, it } from 'vitest';
import type { ProvisioningPlan } from '../../../src/connector/types.js';
import { SpmError } from '../../../src/errors.js';
import { diffPlan } from '../../../src/plan/diff.js';
import { type ApplyOptions, applyDiff, readShop } from '../../../src/runtime/provision/index.js';
import { rig } from '../../sandbox/fixtures.js';

const source = (key: string, more = {}) => ({ key, decl: { label: key, type: 'api', ...more } });
const EVENTS: ProvisioningPlan = { events: [{ code_name: 'sale', name: { en: 'Sale' } }] };

async function applied(
  plan: ProvisioningPlan,
  faults: string[],
  options: Partial<ApplyOptions> = {},
) {
  const { sandbox, client } = await rig();
  const diff = diffPlan(plan, await readShop(client, plan));
  for (const fault of faults) sandbox.fault(fault);
  const waits: number[] = [];
  const sleep = async (ms: number) => void waits.push(ms);
  const result = await applyDiff(client, diff, { now: 0, sleep, ...options });
  const requests = sandbox.requests.slice(Object.keys(plan).length);
  return {
    result,
    waits,
    sandbox,
    asked: requests.map(({ method, status }) => `${method} ${status}`),
  };
}

describe('a write that fails', () => {
  it('waits as long as Retry-After says, when that is longer than its own wait', async () => {
    const { result, waits } = await applied(EVENTS, ['POST /v1/events 429 retry-after=3 times=2']);
    expect(result.errors).toEqual([]);
    expect(waits).toEqual([3000, 3000]);
  });

  it('does not wait for an hour: it says when to come again', async () => {
    const { result, waits } = await applied(EVENTS, ['POST /v1/events 429 retry-after=3600']);
    expect(waits).toEqual([]);
    expect(result.outcomes[0]?.error).toMatchObject({ hint: expect.stringContaining('3600 s') });
  });

  it('looks before it creates again', async () => {
    const plan = { dataSources: [source('a')] };
    const before = await applied(plan, ['POST /v1/data-sources 502 times=1']);
    expect(before.asked).toEqual(['POST 502', 'GET 200', 'POST 200']);
    const after = await applied(plan, ['POST /v1/data-sources reset-after times=1']);
    expect(after.asked).toEqual(['POST 0', 'GET 200']);
    for (const { result, sandbox } of [before, after]) {
      expect(result.errors).toEqual([]);
      expect(sandbox.state.count('data-sources')).toBe(2);
    }
  });

  it('tells sources of one label apart, though both answers are lost', async () => {
    const twins = ['a', 'b'].map((key) => source(key, { label: 'Same' }));
    const faults = ['POST /v1/data-sources reset-after times=2'];
    const { result, sandbox } = await applied({ dataSources: twins }, faults);
    expect(new Set(Object.values(result.sourceIds)).size).toBe(2);
    expect(sandbox.state.count('data-sources')).toBe(3);
  });

  it('finishes a definition of which only the creation is known to have happened', async () => {
    const fields = [{ name: 'f', type: 'number' as const }];
    const relationships = [
      { sourceField: 'f', targetSchemaType: 'custom' as const, targetSchema: 'Node' },
    ];
    const plan = { customData: [{ name: 'Node', fields, relationships }] };
    for (const fault of [
      'POST /v1/custom-data-definitions truncate times=1',
      'PATCH /v1/custom-data-definitions/*/extend reset-after times=1',
      'PATCH /v1/custom-data-definitions/*/extend reset-before times=1',
      'PATCH /v1/custom-data-definitions/*/activate 500 times=1',
    ]) {
      const { result, sandbox } = await applied(plan, [fault]);
      expect(result.errors, fault).toEqual([]);
      const [node, ...others] = sandbox.state.list('custom-data-definitions');
      expect(others, fault).toEqual([]);
      expect(node?.relationships, fault).toHaveLength(1);
    }
  });

  it("gives the last failure, in the API's words, when it does not end", async () => {
    const { result, asked } = await applied(EVENTS, ['POST /v1/events 503']);
    expect(result.errors).toEqual([{ resource: 'event:sale', message: 'Service Unavailable' }]);
    expect(asked.filter((one) => one.startsWith('POST'))).toHaveLength(4);
  });

  it('repeats order statuses, which are upserts', async () => {
    const orderStatuses = [{ status_id: 'paid', lang: 'en', name: 'Paid' }];
    const faults = ['POST /v1/orders-statuses reset-after times=1'];
    const { result, asked } = await applied({ orderStatuses }, faults);
    expect(result).toMatchObject({ orderStatuses: 1, errors: [] });
    expect(asked).toEqual(['POST 0', 'POST 200']);
  });

  it('stops asking when three resources in a row get no answer', async () => {
    const events = Array.from({ length: 9 }, (_, i) => ({ code_name: `e${i}`, name: { en: 'E' } }));
    const { result } = await applied({ events }, ['POST /v1/events reset-before'], {
      concurrency: 1,
    });
    expect(result.outcomes.map(({ status }) => status)).toEqual([
      ...Array(3).fill('failed'),
      ...Array(6).fill('skipped'),
    ]);
    expect(result.ended).toMatchObject({ code: 'SPM_API_UNREACHABLE' });
  });

  it('leaves one of the many that fails to itself', async () => {
    const plan = { dataSources: [source('a'), source('b'), source('c')] };
    const faults = ['POST /v1/data-sources 400 times=1'];
    const { result } = await applied(plan, faults, { concurrency: 1 });
    expect(result.outcomes.map(({ status }) => status)).toEqual(['failed', 'applied', 'applied']);
    expect(result.ended).toBeUndefined();
  });
});

describe('writing', () => {
  const plan = { dataSources: [source('a'), source('b'), source('c')] };

  it('stops for good when the lease is lost', async () => {
    const { sandbox, client } = await rig();
    const lost = new SpmError('SPM_LEASE_LOST', 'lost');
    let left = 2;
    const beforeWrite = async () => {
      if (left === 0) throw lost;
      left -= 1;
    };
    const diff = diffPlan(plan, await readShop(client, plan));
    const going = applyDiff(client, diff, { now: 0, concurrency: 1, beforeWrite });
    await expect(going).rejects.toBe(lost);
    expect(sandbox.state.count('data-sources')).toBe(3);
  });

  it('stops when an id cannot be recorded', async () => {
    const { sandbox, client } = await rig();
    const diff = diffPlan(plan, await readShop(client, plan));
    const record = async ({ sourceIds }: { sourceIds: object }) => {
      if ('a' in sourceIds) throw new SpmError('SPM_STORE_FULL', 'full');
    };
    const going = applyDiff(client, diff, { now: 0, concurrency: 1, record });
    await expect(going).rejects.toMatchObject({ code: 'SPM_STORE_FULL' });
    expect(sandbox.state.count('data-sources')).toBe(2);
  });

  it('records each id before anything is built on it', async () => {
    const { sandbox, client } = await rig();
    const family = {
      dataSources: [source('p'), { ...source('c'), parentKey: 'p' }],
      customData: [{ name: 'D', fields: [{ name: 'f', type: 'text' as const }] }],
    };
    const seen: string[] = [];
    await applyDiff(client, diffPlan(family, await readShop(client, family)), {
      now: 0,
      record: async ({ sourceIds, defIds }) => {
        for (const key of Object.keys({ ...sourceIds, ...defIds }))
          seen.push(
            `${key} after ${sandbox.requests.filter(({ method }) => method !== 'GET').length}`,
          );
      },
    });
    expect(seen).toEqual(['p after 1', 'c after 2', 'D after 3']);
  });
});
