import { expect, it } from 'vitest';
import { mergeProvisioned, readProvisioned } from '../../src/runtime/provisioned.ts';
import { makeInstallationState } from '../../src/runtime/state.ts';
import { openMemoryStore } from '../helpers/memoryStore.ts';

const newState = () => makeInstallationState(openMemoryStore(), 'i1', null, () => 0);

it('is empty when nothing was provisioned yet', async () => {
  expect(await readProvisioned(newState())).toEqual({ sourceIds: {}, defIds: {} });
});

it('keeps ids that are not mentioned', async () => {
  const state = newState();
  await mergeProvisioned(state, { sourceIds: { a: 1, b: 2 } });
  const merged = await mergeProvisioned(state, { sourceIds: { b: 3 }, defIds: { d: 4 } });
  expect(merged).toEqual({ sourceIds: { a: 1, b: 3 }, defIds: { d: 4 } });
  expect(await readProvisioned(state)).toEqual(merged);
});
