import { describe, expect, it } from 'vitest';
import type { ProvisioningPlan } from '../../../src/connector/types.js';
import { diffPlan, type RecordedIds, type ShopState } from '../../../src/plan/diff.js';
import {
  parseSavedPlan,
  requireCurrent,
  type SavedPlan,
  savedPlan,
} from '../../../src/runtime/provision/saved-plan.js';

const PLAN: ProvisioningPlan = {
  dataSources: [{ key: 'till', decl: { label: 'Till', type: 'api' } }],
  events: [{ code_name: 'sale', name: { en: 'Sale' } }],
};
const SHOP: ShopState = {
  dataSources: [{ id: 1, label: 'E-commerce' }],
  definitions: [],
  events: [],
  orderStatuses: [],
};
const NOBODY: RecordedIds = { sourceIds: {}, defIds: {} };

function saved({ plan = PLAN, shop = SHOP, recorded = NOBODY, ...whose } = {}): SavedPlan {
  const basis = { connector: 'csv', target: 'sandbox', installationId: 'sandbox', ...whose };
  return savedPlan({ ...basis, plan, shop, recorded }, diffPlan(plan, shop, recorded), 0);
}

const text = (value: unknown) => JSON.stringify(value);
const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('a saved plan', () => {
  it('is read as it was written, and holds while nothing changed', () => {
    const read = parseSavedPlan(text(saved()), 'x.json');
    expect(read).toEqual(saved());
    expect(() => requireCurrent(read, saved(), 'x.json')).not.toThrow();
  });

  it('holds whatever the order of keys', () => {
    const plan = { events: PLAN.events ?? [], dataSources: PLAN.dataSources ?? [] };
    expect(() => requireCurrent(saved(), saved({ plan }), 'x.json')).not.toThrow();
  });

  it.each<[string, Parameters<typeof saved>[0] & Record<string, unknown>, string[]]>([
    ['the target', { target: 'production' }, ['target: sandbox then, production now']],
    ['the shop', { installationId: 'b' }, ['installation: sandbox then, b now']],
    ['the connector', { connector: 'pos' }, ['connector: csv then, pos now']],
    [
      'what another connector does on the shop',
      { shop: { ...SHOP, dataSources: [], events: [{ id: 4, codeName: 'other' }] } },
      ['shop: data source E-commerce (1) is gone', 'shop: event other is new'],
    ],
    [
      'a row of the shop',
      { shop: { ...SHOP, dataSources: [{ id: 1, label: 'E-commerce', parentId: 2 }] } },
      ['shop: data source E-commerce (1) changed'],
    ],
    [
      'the plan',
      { plan: { events: [] } },
      ["connector's plan: data source till is gone", "connector's plan: event sale is gone"],
    ],
    [
      'what is recorded',
      { recorded: { sourceIds: { till: 1 }, defIds: {} } },
      ['store: id of data source till is new'],
    ],
  ])('is stale after a change of %s', (_, now, changed) => {
    const error = refusal(() => requireCurrent(saved(), saved(now), 'x.json'));
    expect(error).toMatchObject({ code: 'SPM_SAVED_PLAN_STALE', details: { changed } });
  });

  it('tells five changes and counts the others', () => {
    const events = Array.from({ length: 8 }, (_, i) => ({ id: i, codeName: `e${i}` }));
    const error = refusal(() => requireCurrent(saved(), saved({ shop: { ...SHOP, events } }), 'x'));
    expect(String((error as Error).cause).split('\n')).toHaveLength(6);
    expect((error as Error).cause).toContain('and 3 more');
  });

  it('is refused when its diff was edited', () => {
    const edited = saved();
    edited.diff.changes.pop();
    expect(refusal(() => requireCurrent(edited, saved(), 'x.json'))).toMatchObject({
      code: 'SPM_SAVED_PLAN_INVALID',
      cause: expect.stringContaining('edited'),
    });
  });

  it.each([
    [
      'no JSON',
      '{',
      'SPM_SAVED_PLAN_INVALID',
      'not JSON: the closing brace } is missing here (at 1:2)',
    ],
    ['empty', '', 'SPM_SAVED_PLAN_INVALID', 'not JSON: a value is missing here (at 1:1)'],
    ['an array', '[]', 'SPM_SAVED_PLAN_INVALID', 'not written by --out'],
    ['a plan of Terraform', text({ format_version: '1.2' }), 'SPM_SAVED_PLAN_INVALID', '--out'],
    ['newer', text({ ...saved(), version: 2 }), 'SPM_SAVED_PLAN_NEWER', 'version 2'],
    ['of no version', text({ ...saved(), version: 'a' }), 'SPM_SAVED_PLAN_INVALID', 'version'],
    ['without a diff', text({ ...saved(), diff: null }), 'SPM_SAVED_PLAN_INVALID', 'diff'],
    [
      'without prints',
      text({ ...saved(), fingerprints: {} }),
      'SPM_SAVED_PLAN_INVALID',
      'fingerprints.plan',
    ],
    ['of nobody', text({ ...saved(), target: 1 }), 'SPM_SAVED_PLAN_INVALID', 'target'],
  ])('is refused when it is %s', (_, content, code, cause) => {
    const error = refusal(() => parseSavedPlan(content, 'x.json'));
    expect(error).toMatchObject({ code, cause: expect.stringContaining(cause) });
    expect((error as Error).message).toContain('x.json');
  });
});
