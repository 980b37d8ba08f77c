/** A shop with more than one page of everything: it is read completely, in the expected number of requests. */
import { SpmCustomDataDefinitions } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import type { ProvisioningPlan } from '../../../src/connector/types.js';
import { runProvisioning } from '../../../src/runtime/provision/index.js';
import { rig } from '../../sandbox/fixtures.js';

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

const PLAN: ProvisioningPlan = {
  dataSources: range(300).map((i) => ({
    key: `s${i}`,
    decl: { label: `Store ${i}`, type: 'api' },
  })),
  customData: range(75).map((i) => ({ name: `Table ${i}`, fields: [{ name: 'f', type: 'text' }] })),
  events: range(120).map((i) => ({ code_name: `event_${i}`, name: { en: `Event ${i}` } })),
};

describe('a shop of 150 definitions, half of them deleted namesakes, 300 sources and 120 events', () => {
  it('is provisioned with one write a resource, and read again in 5 requests', async () => {
    const { sandbox, client } = await rig();
    const fields = [{ name: 'f', label: 'F', type: 'text' as const, required: false }];
    for (const { name } of PLAN.customData ?? [])
      await SpmCustomDataDefinitions.create(client, { name, fields });
    for (const i of range(75)) await SpmCustomDataDefinitions.delete(client, i);

    const asked = async () => {
      const before = new Set(sandbox.requests.map(({ id }) => id));
      const result = await runProvisioning(client, PLAN);
      const requests = sandbox.requests.filter(({ id }) => !before.has(id));
      const reads = requests.filter(({ method }) => method === 'GET');
      return { result, reads: reads.length, writes: requests.length - reads.length };
    };
    const first = await asked();
    expect(first.result).toMatchObject({ events: 120, errors: [] });
    // One page of each list; a definition takes two requests (create, activate), anything else one.
    expect(first).toMatchObject({ reads: 3, writes: 300 + 2 * 75 + 120 });
    expect(sandbox.state.counts()).toMatchObject({
      'data-sources': 301,
      'custom-data-definitions': 150,
      events: 120,
    });

    // The sources are on one page, definitions and events on two.
    const second = await asked();
    expect(second).toMatchObject({ reads: 5, writes: 0 });
    expect(second.result).toEqual(first.result);
  });
});
