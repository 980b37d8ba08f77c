import { describe, expect, it } from 'vitest';
import { defineBulkStep } from '../../../src/connector/bulk.js';
import type { LintInput } from '../../../src/plan/rule.js';
import { reads } from '../../../src/plan/rules/reads.js';

/** The parts that a test does not check. */
const rest = { entity: 'rows', map: () => null, push: async () => {} };
const hand = (_: unknown): never => {
  throw new Error('never called');
};

function placesOf(more: { stream: unknown; [key: string]: unknown }): string[] {
  const { stream } = more;
  // As the source shows it when nothing is run.
  if (typeof stream !== 'function')
    return placesOf({ ...more, stream: Object.assign(() => hand(0), stream) });
  const step = defineBulkStep({ ...rest, ...more } as never);
  const integration = { syncSteps: [step] };
  return reads.check({ integration } as unknown as LintInput).map(({ path }) => path);
}

const STREAM = ['syncSteps[0].bulk.stream'];

describe('a step that reads a window', () => {
  it.each<[string, unknown]>([
    ['takes nothing', () => hand(0)],
    ['is a method', { async *stream() {} }.stream],
    ['is a function', async function* () {}],
    ['uses the settings only', (ctx: { settings: string }) => hand(ctx.settings)],
    ['has one parameter without parentheses', { toString: () => 'ctx => ctx.settings' }],
    ['takes the settings out', ({ settings }: { settings: string }) => hand(settings)],
    ['takes two parts out', ({ settings: s, spm = 1 }: { settings: 1; spm: 1 }) => hand([s, spm])],
  ])('is named when its stream %s', (_, stream) => {
    expect(placesOf({ stream })).toEqual(STREAM);
    expect(placesOf({ stream, skipUnchanged: true, key: () => 'a' })).toEqual([]);
    expect(placesOf({ stream, reads: 'snapshot', key: () => 'a' })).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['reads the window', (ctx: { window: string }) => hand(ctx.window)],
    ['takes the window out', ({ window }: { window: string }) => hand(window)],
    ['renames it', ({ window: w }: { window: string }) => hand(w)],
    ['takes the resume point out', ({ resume }: { resume: string }) => hand(resume)],
    ['hands its context on', (ctx: unknown) => hand(ctx)],
    ['spreads it', ({ settings, ...other }: { settings: 1 }) => hand([settings, other])],
    ['takes all arguments', (...all: unknown[]) => hand(all)],
    [
      'looks at its arguments',
      function stream() {
        // biome-ignore lint/complexity/noArguments: authors may.
        return hand(arguments);
      },
    ],
    ['is native', hand.bind(null)],
  ])('is left alone when its stream %s', (_, stream) => {
    expect(placesOf({ stream })).toEqual([]);
  });
});

it('says that a snapshot has no positions', () => {
  const snapshot = { reads: 'snapshot', key: () => 'a', stream: () => hand(0) };
  expect(placesOf({ ...snapshot, position: () => 1, order: 'asc' })).toEqual([
    'syncSteps[0].bulk.position',
    'syncSteps[0].bulk.order',
  ]);
});
