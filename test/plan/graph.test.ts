import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomDataDefinition } from '../../src/connector/types.js';
import { topoSortCustomData } from '../../src/plan/graph.js';
import { thrownBy } from '../connector/fixtures.js';

/** `define('a', 'b', 'c')`: a refers to b and c. */
function define(name: string, ...targets: string[]): CustomDataDefinition {
  return {
    name,
    fields: [{ name: 'ref', type: 'number' }],
    relationships: targets.map((targetSchema) => ({
      sourceField: 'ref',
      targetSchemaType: 'custom',
      targetSchema,
    })),
  };
}

const sorted = (...definitions: CustomDataDefinition[]) =>
  topoSortCustomData(definitions).map(({ name }) => name);

describe('topoSortCustomData', () => {
  it('puts targets before those that refer to them', () => {
    expect(sorted(define('a', 'b'), define('b', 'c'), define('c'))).toEqual(['c', 'b', 'a']);
  });

  it('keeps an order that is right already', () => {
    expect(sorted(define('b'), define('a', 'b'), define('d'), define('c', 'b'))).toEqual([
      'b',
      'a',
      'd',
      'c',
    ]);
  });

  it('finds a target whatever its case and outer spaces', () => {
    expect(sorted(define('a', ' Stores '), define('stores'))).toEqual(['stores', 'a']);
  });

  it('makes no edge of itself, of ids, and of what is not in the plan', () => {
    const system: CustomDataDefinition = {
      ...define('a'),
      relationships: [{ sourceField: 'ref', targetSchemaType: 'system', targetSchema: 'contacts' }],
    };
    expect(
      sorted(
        system,
        define('b', 'b', '12', 'elsewhere'),
        define('12', 'b'),
        define('contacts', 'a'),
      ),
    ).toEqual(['a', 'b', '12', 'contacts']);
  });

  it('does not change what it is given', () => {
    const definitions = [define('a', 'b'), define('b')];
    const result = topoSortCustomData(definitions);
    expect(definitions.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(result[1]).toBe(definitions[0]);
  });

  it.each([
    [[define('a', 'b'), define('b', 'a')], 'a -> b -> a'],
    [[define('x', 'a'), define('a', 'b'), define('b', 'c'), define('c', 'a')], 'a -> b -> c -> a'],
  ])('throws a cycle with its path', (definitions, path) => {
    expect(thrownBy(() => topoSortCustomData(definitions))).toMatchObject({
      code: 'SPM_PLAN_CYCLE',
      message: expect.stringContaining(path),
      details: { path: path.split(' -> ') },
    });
  });

  it('sorts a chain of 100,000', () => {
    const count = 100_000;
    const chain = Array.from({ length: count }, (_, index) => define(`d${index}`, `d${index + 1}`));
    const names = sorted(...chain);
    expect([names.length, names[0], names.at(-1)]).toEqual([count, `d${count - 1}`, 'd0']);
  });

  it('holds for any graph: sorted, or a cycle that is really there', () => {
    const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 16 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const refersTo = (from: string, to: string) =>
          pairs.some(([a, b]) => `n${a}` === from && `n${b}` === to);
        const definitions = Array.from({ length: 8 }, (_, node) =>
          define(`n${node}`, ...pairs.filter(([from]) => from === node).map(([, to]) => `n${to}`)),
        );
        try {
          const order = topoSortCustomData(definitions).map(({ name }) => name);
          expect([...order].sort()).toEqual(definitions.map(({ name }) => name));
          for (const [from, to] of pairs) {
            if (from !== to)
              expect(order.indexOf(`n${to}`)).toBeLessThan(order.indexOf(`n${from}`));
          }
        } catch (error) {
          if (!(error instanceof Error && 'details' in error)) throw error;
          const { path } = error.details as { path: string[] };
          expect(path.length).toBeGreaterThan(2);
          expect(path.at(-1)).toBe(path[0]);
          for (const [index, name] of path.slice(1).entries()) {
            expect(refersTo(path[index] ?? '', name)).toBe(true);
          }
        }
      }),
    );
  });
});
