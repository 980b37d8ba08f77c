import { describe, expect, it } from 'vitest';
import { type InstallationState, withStateForms } from '../../../src/connector/kit/state.ts';
import { noState } from '../../helpers/syncBench.ts';

function given() {
  const texts = new Map<string, string>();
  const behind: InstallationState = {
    ...noState,
    get: async (key) => texts.get(key) ?? null,
    set: async (key, text) => void texts.set(key, text),
    setSecret: async (key, text) => void texts.set(key, text),
    delete: async (key) => void texts.delete(key),
    list: async () => [...texts.keys()].map((key) => ({ key })) as never,
  };
  return { texts, state: withStateForms('shop-1', behind) };
}

describe('the state of a connector', () => {
  it('takes the id of the installation in front, or none', async () => {
    const { texts, state } = given();
    await state.set('shop-1', 'token', 'a');
    await state.set('page', 'b');
    await state.setSecret('shop-1', 'key', 'c');
    await state.setSecret('pin', 'd');
    const all = { token: 'a', page: 'b', key: 'c', pin: 'd' };
    expect(Object.fromEntries(texts)).toEqual(all);
    expect(await state.get('shop-1', 'token')).toBe('a');
    expect(await state.get('token')).toBe('a');
    expect(await state.get('shop-1')).toBeNull();
    expect((await state.listMeta('shop-1')).map(({ key }) => key)).toEqual(Object.keys(all));
    expect(await state.listMeta()).toHaveLength(4);
    await state.delete('shop-1', 'token');
    await state.delete('page');
    expect([...texts.keys()]).toEqual(['key', 'pin']);
  });

  it('may have a key that is like the id', async () => {
    const { state } = given();
    await state.set('shop-1', 'of the key');
    expect(await state.get('shop-1')).toBe('of the key');
    expect(await state.get('shop-1', 'shop-1')).toBe('of the key');
  });

  it('is never that of another installation', async () => {
    const { state } = given();
    for (const call of [
      () => state.get('shop-2', 'token'),
      () => state.set('shop-2', 'token', 'a'),
      () => state.setSecret('shop-2', 'token', 'a'),
      () => state.delete('shop-2', 'token'),
      () => state.listMeta('shop-2'),
    ])
      await expect(call()).rejects.toMatchObject({
        code: 'SPM_CONNECTOR_INVALID',
        cause: expect.stringContaining('"shop-2"'),
      });
  });

  it('holds texts: a number becomes its digits, anything else is refused', async () => {
    const { texts, state } = given();
    await state.set('page', 5 as never);
    expect(texts.get('page')).toBe('5');
    for (const value of [null, undefined, true, { a: 1 }, ['a'], Number.NaN])
      await expect(state.set('page', value as never)).rejects.toMatchObject({
        code: 'SPM_CONNECTOR_INVALID',
        hint: expect.stringContaining('setJson'),
      });
    expect(texts.get('page')).toBe('5');
  });
});
