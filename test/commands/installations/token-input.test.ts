import { expect, it } from 'vitest';
import { readToken } from '../../../src/commands/installations/token-input.js';
import type { Invocation } from '../../../src/commands/types.js';
import { invocationIn, silent } from '../../helpers/invocation.js';

const read = (given: Partial<Invocation>) => readToken(invocationIn('/', given));
const typed = { ...silent, secret: async () => 'typed' };

const nothing = async () => null;

it('asks a person without showing it, unless the token is somewhere else', async () => {
  expect(await read({ interactive: true, input: nothing, prompt: typed })).toEqual({
    token: 'typed',
    from: 'prompt',
  });
  const env = { SPM_ACCESS_TOKEN: 'set' };
  expect(await read({ interactive: true, input: nothing, env })).toEqual({
    token: 'set',
    from: 'environment',
  });
  const input = async () => 'piped\n';
  expect(await read({ env, input })).toEqual({ token: 'piped', from: 'stdin' });
  const options = { tokenStdin: true };
  expect(await read({ env, input, options })).toEqual({ token: 'piped', from: 'stdin' });
});

it.each(['', '\n', ' \t '])('takes SPM_ACCESS_TOKEN where %j is piped', async (text) => {
  const env = { SPM_ACCESS_TOKEN: 'set' };
  const input = async () => text;
  expect(await read({ env, input })).toEqual({ token: 'set', from: 'environment' });
  expect(await read({ env, input, options: { tokenStdin: true } })).toBeNull();
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
