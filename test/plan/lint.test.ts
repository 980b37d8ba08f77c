import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELD_TYPES, type ProvisioningPlan } from '../../src/connector/types.js';
import { lintIntegration } from '../../src/plan/lint.js';
import { integration } from '../connector/fixtures.js';

const broken: ProvisioningPlan = {
  customData: Array.from({ length: 11 }, (_, index) => ({
    name: `d${index}`,
    unique_keys: ['nope'],
    fields: index === 10 ? [{ name: 'a', type: 'list' }] : [{ name: 'a', type: 'text' }],
  })),
  events: [{ code_name: '', name: { en: 'Paid' } }],
};

describe('lintIntegration', () => {
  it('looks at the plan inside the Integration', () => {
    const findings = lintIntegration({ integration: integration({ provisioning: broken }) });
    expect(findings).toHaveLength(13);
    expect(findings[0]).toEqual({
      rule: 'plan/unique-keys',
      severity: 'error',
      path: 'provisioning.customData[0].unique_keys[0]',
      code: 'not-a-field',
      args: { name: 'nope' },
    });
  });

  it('takes the plan that it is given, when the Integration makes it', () => {
    const made = integration({ provisioning: () => broken });
    expect(lintIntegration({ integration: made })).toEqual([]);
    expect(lintIntegration({ integration: made, plan: broken })).toHaveLength(13);
  });

  it('sorts findings by their place', () => {
    const places = lintIntegration({ plan: broken }).map(({ path }) => path);
    expect(places.slice(-4)).toEqual([
      'provisioning.customData[9].unique_keys[0]',
      'provisioning.customData[10].fields[0].options',
      'provisioning.customData[10].unique_keys[0]',
      'provisioning.events[0].code_name',
    ]);
  });

  it('lets the configuration change severities and turn rules off', () => {
    const rules = { 'plan/unique-keys': 'off', 'plan/list-options': 'info' } as const;
    const findings = lintIntegration({ plan: broken }, { rules });
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['plan/list-options', 'info'],
      ['plan/event-code-name', 'error'],
    ]);
  });

  it('reports rules that do not exist', () => {
    const findings = lintIntegration({}, { rules: { 'plan/evnt-code-name': 'off' } });
    expect(findings).toEqual([
      {
        rule: 'lint/unknown-rule',
        severity: 'warning',
        path: 'lint.rules.plan/evnt-code-name',
        ofKey: true,
        code: 'unknown-rule',
        args: { name: 'plan/evnt-code-name', suggestion: 'plan/event-code-name' },
      },
    ]);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(planLike(), planLike(), fc.anything(), (plan, base, value) => {
        expect(Array.isArray(lintIntegration({ plan, base, integration: value }))).toBe(true);
      }),
    );
  });

  it('never throws on what JavaScript alone can write', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (value) => {
        const plan = {
          dataSources: [{ key: value, decl: { label: 'A', type: 'api', config: { value } } }],
          customData: [{ name: 'a', fields: [{ name: 'a', type: 'json', default: value }] }],
          events: [{ code_name: 'a', name: { en: value }, properties: { metaData: value } }],
        };
        expect(Array.isArray(lintIntegration({ plan, base: plan }))).toBe(true);
      }),
    );
  });

  it('finds nothing in a valid plan', () => {
    fc.assert(
      fc.property(validPlan(), (plan) => {
        expect(lintIntegration({ integration: integration({ provisioning: plan }) })).toEqual([]);
      }),
    );
  });
});

/** Values with the keys of a plan, in places where they could do harm. */
function planLike() {
  const keys = fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'customData',
    'dataSources',
    'events',
    'orderStatuses',
    'name',
    'fields',
    'type',
    'required',
    'default',
    'description',
    'options',
    'unique_keys',
    'relationships',
    'sourceField',
    'targetSchema',
    'targetSchemaType',
    'targetField',
    'key',
    'decl',
    'label',
    'parentKey',
    'config',
    'stableConfigKey',
    'code_name',
    'properties',
    'metaData',
    'contact',
    'status_id',
    'lang',
  );
  const leaf = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.boolean(),
    keys,
    fc.constantFrom(...FIELD_TYPES, 'custom', 'system', 'contacts', 'id'),
  );
  return fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(keys, tie('node'), { maxKeys: 5 }),
    ),
  })).node;
}

/** Definitions refer only to earlier ones and sources only to earlier parents, so there is no cycle. */
function validPlan(): fc.Arbitrary<ProvisioningPlan> {
  const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,9}$/).filter((word) => word !== 'id');
  const names = (maxLength: number) => fc.uniqueArray(name, { maxLength });
  const type = fc.constantFrom(...FIELD_TYPES);
  const pick = fc.infiniteStream(fc.nat());
  return fc
    .tuple(
      names(5),
      fc.uniqueArray(name, { minLength: 1, maxLength: 6 }),
      names(4),
      names(4),
      names(4),
      pick,
      fc.infiniteStream(type),
    )
    .map(([definitions, fields, sources, events, statuses, picks, types]) => {
      const next = (below: number) => Number(picks.next().value) % below;
      return {
        customData: definitions.map((definition, index) => ({
          name: definition,
          unique_keys: fields.slice(0, 1 + next(fields.length)),
          fields: [
            ...fields.map((field) => {
              const type = types.next().value ?? 'text';
              const options = type === 'list' && { options: ['a', 'b'] };
              return { name: field, type, required: true, ...options };
            }),
            { name: 'the_other_one', type: 'number' as const },
            { name: 'the_contact', type: 'number' as const },
          ],
          relationships: [
            {
              sourceField: 'the_other_one',
              targetSchemaType: 'custom' as const,
              targetSchema: definitions[next(index + 1)] ?? '1',
            },
            {
              sourceField: 'the_contact',
              targetSchemaType: 'system' as const,
              targetSchema: 'contacts',
            },
          ],
        })),
        dataSources: sources.map((key, index) => ({
          key,
          decl: { label: `Source ${key}`, type: 'api' },
          ...(index > 0 && { parentKey: sources[next(index)] ?? '' }),
        })),
        events: events.map((code_name) => ({ code_name, name: { en: code_name } })),
        orderStatuses: statuses.flatMap((status_id) =>
          ['fr', 'en'].map((lang) => ({ status_id, lang, name: status_id })),
        ),
      };
    });
}
