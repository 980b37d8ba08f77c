import { expect, it } from 'vitest';
import { readToken } from '../../../src/commands/installations/token-input.js';
import type { Invocation } from '../../../src/commands/types.js';
import { invocationIn, silent } from '../../helpers/invocation.js';

const read = (given: Partial<Invocation>) => readToken(invocationIn('/', given));
const typed = { ...silent, secret: async () => 'typed' };

it('asks a person without showing it, unless the token is somewhere else', async () => {
  expect(await read({ interactive: true, prompt: typed })).toEqual({
    token: 'typed',
    from: 'prompt',
  });
  const env = { SPM_ACCESS_TOKEN: 'set' };
  expect(await read({ interactive: true, env })).toEqual({ token: 'set', from: 'environment' });
  const input = async () => 'piped\n';
  const options = { tokenStdin: true };
  expect(await read({ env, input, options })).toEqual({ token: 'piped', from: 'stdin' });
});

it('waits without end only where somebody said that a token would come', async () => {
  const waits: (number | undefined)[] = [];
  const input = async (patienceMs?: number) => {
    waits.push(patienceMs);
    return null;
  };
  expect(await read({ input })).toBeNull();
  expect(await read({ input, options: { tokenStdin: true } })).toBeNull();
  expect(waits).toEqual([10_000, undefined]);
});
