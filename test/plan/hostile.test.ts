/** Lint accepts any export of a module, and never answers with anything but findings. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { problemSentence } from '../../src/connector/problem.js';
import { lintIntegration } from '../../src/plan/lint.js';

const KEYS =
  'slug meta name version configSchema steps fields groups key type label options value remote resource default ' +
  'pattern min max owner depends_on on_complete action provisioning customData unique_keys relationships dataSources ' +
  'decl config events properties orderStatuses syncSteps entity cursorScope enabled sources tolerateRejects maxRatio run ' +
  'bulk position order trackDeletes remoteData widgets targets render_type html_template config_schema style_groups ' +
  'visible_when hooks inbound then constructor __proto__ toString';

const objectOf = <T>(values: fc.Arbitrary<T>, maxKeys: number) =>
  fc.dictionary(fc.constantFrom(...KEYS.split(' ')), values, { maxKeys });

/** Deep enough to reach every rule, with keys that have a meaning at their place. `arm` sets traps. */
const { node } = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom<unknown>(
      'text',
      '',
      'select',
      'per-source',
      -1,
      Number.NaN,
      null,
      undefined,
      1n,
    ),
    fc.constantFrom<unknown>(Symbol('s'), () => 1, new Date(Number.NaN), new Map(), circle()),
    fc.array(tie('node'), { maxLength: 3 }),
    objectOf(tie('node'), 8),
    fc.record({ trap: fc.constantFrom('throws', 'revoked'), value: objectOf(tie('node'), 8) }),
  ),
}));

function arm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(arm);
  if (typeof value !== 'object' || value === null || 'relationships' in value) return value;
  if ('trap' in value && 'value' in value) {
    const armed = arm(value.value) as Record<string, unknown>;
    return value.trap === 'throws' ? withTraps(armed) : revoked(armed);
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, arm(part)]));
}

function circle(): object {
  const value: Record<string, unknown> = { key: 'a', type: 'text' };
  value.fields = [value];
  value.steps = [value];
  value.relationships = [value];
  return value;
}

/** Throws for every second key, when it is read. */
function withTraps(value: Record<string, unknown>): object {
  const keys = Object.keys(value);
  return new Proxy(value, {
    get(target, key) {
      if (keys.indexOf(String(key)) % 2 === 1) throw new Error(`no ${String(key)}`);
      return Reflect.get(target, key);
    },
  });
}

function revoked(value: object): object {
  const { proxy, revoke } = Proxy.revocable(value, {});
  revoke();
  return proxy;
}

it('looks at hostile connectors', () => {
  fc.assert(
    fc.property(objectOf(node, 15), (integration) => {
      for (const finding of lintIntegration({ integration: arm(integration) })) {
        expect(problemSentence(finding).message).not.toBe('');
        expect(finding.rule).toMatch(/^(plan|connector)\//);
      }
    }),
    { numRuns: 2000 },
  );
});

it('looks at hostile plans', () => {
  fc.assert(
    fc.property(node, (plan) => {
      expect(Array.isArray(lintIntegration({ plan: arm(plan) }))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
