import { instance, type Viz } from '@viz-js/viz';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatDot } from '../../../src/output/graph/dot.js';
import { anyPlan, csv, cyclic, hostile, report, retail } from './plans.js';

let viz: Viz;
beforeAll(async () => {
  viz = await instance();
});

/** Warnings of Graphviz, except those about letter widths. */
function complaints(plan: unknown): string[] {
  const { status, errors } = viz.render(formatDot(report(plan)), { format: 'dot' });
  const said = errors
    .map(({ message }) => message)
    .filter((text) => !text.includes('width of non-ASCII'));
  return status === 'success' ? said : ['failed', ...said];
}

describe('a plan in the language of Graphviz', () => {
  it.each(Object.entries({ csv, cyclic, hostile, retail, empty: {} }))(
    'is valid: %s',
    (_, plan) => {
      expect(complaints(plan)).toEqual([]);
    },
  );

  it('is valid with any names', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        expect(complaints(plan)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('joins the fields, and shows cycles and lost ends in red', () => {
    const edges = formatDot(report(cyclic))
      .split('\n')
      .filter((line) => line.includes('->'));
    expect(edges).toEqual([
      '  d1:f1:e -> d2:h:w [id="r1", color="#c4232b", penwidth=2.2]',
      '  d2:f1:e -> d3:h:w [id="r2", color="#c4232b", penwidth=2.2]',
      '  d2:f2:e -> d2:h:e [id="r3", color="#6b7d93"]',
      '  d3:f1:e -> d1:h:w [id="r4", color="#c4232b", penwidth=2.2]',
      '  d4:f1:e -> d2:h:w [id="r5", color="#6b7d93"]',
      '  d4:f2:e -> t1:f0:w [id="r6", color="#c4232b", penwidth=2.2]',
      '  d4:f4:e -> t2:f0:w [id="r7", color="#6b7d93"]',
      '  d5:f1:e -> t3:f0:w [id="r8", color="#7bb594"]',
    ]);
  });
});
