/** What keeps dead letters from being sent again. */
import { grouped } from '../grouped.js';
import type { CursorKey, KnownRecord, Reject } from '../ports/records.js';
import type { Store } from '../ports/store.js';
import { ownObstacle } from '../rejects/details.js';
import { errorLine } from '../sync/errors.js';
import { mayArrive } from '../sync/ledger/record.js';

export interface ReplayChoice {
  /** Also those whose record is not known: a newer version of it may be overwritten. */
  unkeyed: boolean;
}

/** Why letters cannot be replayed, by id; the others can. */
export async function findObstacles(
  store: Store,
  letters: readonly Reject[],
  now: number,
  { unkeyed }: ReplayChoice,
): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  for (const [key, group] of byStep(letters)) {
    const keys = group.flatMap((letter) => stepKeyOf(letter) ?? []);
    const known = await store.records.find(key, keys);
    for (const letter of group) {
      const name = stepKeyOf(letter);
      const record = name === null ? undefined : known.get(name);
      const why =
        ownObstacle(letter) ??
        obstacle(letter, record, now, unkeyed) ??
        (await unreadable(store, letter));
      if (why !== null) found.set(letter.id, why);
    }
  }
  return found;
}

/** What was sent may be encrypted, with a key that is not there. */
async function unreadable({ rejects }: Store, letter: Reject): Promise<string | null> {
  try {
    await rejects.asSent(letter);
    return null;
  } catch (error) {
    return errorLine(error);
  }
}

/** What the step knows the record by. */
export const stepKeyOf = ({ key, stepKey }: Reject): string | null => stepKey ?? key;

function obstacle(
  { key, lastSeenAt }: Reject,
  record: KnownRecord | undefined,
  now: number,
  unkeyed: boolean,
): string | null {
  if (key === null && !unkeyed)
    return 'what identifies its record is not known, so that a newer version might be overwritten';
  if ((record?.ackedAt ?? 0) > lastSeenAt) return 'the API has acknowledged a newer version since';
  if (record && mayArrive(record, now))
    return 'a request with its record may still arrive: try again in a few minutes';
  return null;
}

/** The letters of each step and source together. */
export function byStep(letters: readonly Reject[]): [CursorKey, Reject[]][] {
  const groups = grouped(letters, (one) =>
    JSON.stringify([one.installationId, one.entity, one.sourceKey]),
  );
  return [...groups.values()].map((group) => {
    const { installationId, entity, sourceKey } = group[0] as Reject;
    return [{ installationId, entity, sourceKey }, group];
  });
}
