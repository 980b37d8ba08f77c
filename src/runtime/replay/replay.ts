/** Sends dead letters again, as a sync would, under the lease of their installation. Rule D4. */
import type { SpmError } from '../../errors.js';
import type { Reject } from '../ports/records.js';
import { Lane } from '../sync/push/pace/lane.js';
import { byStep, findObstacles } from './obstacles.js';
import { replayStep } from './step.js';
import type { ReplayedLetter, ReplayInput, Results } from './types.js';

/**
 * Returns one result per letter, in the same order. Throws SPM_LEASE_LOST, and SPM_STORE_* when a result cannot be
 * recorded.
 */
export async function replayLetters(input: ReplayInput): Promise<ReplayedLetter[]> {
  const { store, letters, clock } = input;
  const obstacles = await findObstacles(store, letters, clock.now(), input);
  const results: Results = new Map();
  for (const [id, reason] of obstacles) results.set(id, { outcome: 'skipped', reason });
  const sound = await Promise.all(
    letters
      .filter(({ id }) => !obstacles.has(id))
      .map(async (letter) => ({ ...letter, payload: await store.rejects.asSent(letter) })),
  );
  const lane = new Lane(clock, { concurrency: input.concurrency, signal: input.signal });
  let refusal: SpmError | null = null;
  for (const [key, group] of byStep(sound)) {
    const ended = await replayStep(input, key, group, lane, refusal);
    for (const [id, result] of ended.results) results.set(id, result);
    refusal = ended.refusal;
  }
  if (refusal !== null) input.refused?.(refusal);
  return letters.map((letter) => ({
    ...replayedLetter(letter),
    ...(results.get(letter.id) as Pick<ReplayedLetter, 'outcome' | 'reason'>),
  }));
}

export function replayedLetter({ id, installationId, entity, sourceKey, key }: Reject) {
  return { id, installation_id: installationId, entity, source_key: sourceKey, key };
}
