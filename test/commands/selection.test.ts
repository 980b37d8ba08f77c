import { expect, it } from 'vitest';
import { selectionOf } from '../../src/commands/selection.js';
import { invocationIn } from '../helpers/invocation.js';

const selection = (options: Record<string, unknown>) => selectionOf(invocationIn('/', { options }));

it('is some, all, or what the target implies', () => {
  expect(selection({ installation: ['a', 'b'], all: false })).toEqual({ ids: ['a', 'b'] });
  expect(selection({ all: true })).toEqual({ all: true });
  expect(selection({ all: false })).toEqual({ all: false });
});

it('is not some and all at once', () => {
  expect(() => selection({ installation: ['a'], all: true })).toThrow(
    expect.objectContaining({ code: 'SPM_USAGE' }),
  );
});
