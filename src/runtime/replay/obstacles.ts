/** Finds the reasons why dead letters cannot be replayed. */
import { grouped } from '../grouped.js';
import type { CursorKey, KnownRecord, Reject } from '../ports/records.js';
import type { Store } from '../ports/store.js';
import { ownObstacle } from '../rejects/details.js';
import { destinationAt } from '../resources/destination.js';
import { type Resource, resourceKey } from '../resources/resource.js';
import { errorLine } from '../sync/errors.js';
import { InDoubt, streamName } from '../sync/ledger/in-doubt/in-doubt.js';
import { mayArrive } from '../sync/ledger/record.js';

export interface ReplayChoice {
  /** Also replay letters without a record key, which may overwrite a newer version. */
  unkeyed: boolean;
}

/** Returns the reasons by letter id. Letters without a reason can be replayed. */
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
    const inDoubt = new InDoubt(await store.records.inDoubt(key.installationId, now));
    for (const letter of group) {
      const name = stepKeyOf(letter);
      const record = name === null ? undefined : known.get(name);
      const why =
        ownObstacle(letter) ??
        obstacle(letter, record, now, unkeyed) ??
        obstacleInDoubt(letter, inDoubt, now) ??
        (await unreadable(store, letter));
      if (why !== null) found.set(letter.id, why);
    }
  }
  return found;
}

/** The sent content may be encrypted with a key that is missing here. */
async function unreadable({ rejects }: Store, letter: Reject): Promise<string | null> {
  try {
    await rejects.asSent(letter);
    return null;
  } catch (error) {
    return errorLine(error);
  }
}

/** The key by which the step knows the record. */
export const stepKeyOf = ({ key, stepKey }: Reject): string | null => stepKey ?? key;

/** All names that identify the letter's record, like `namesOf` for an item. */
export function namesOfLetter(letter: Reject, resource: Resource): string[] {
  const { payload, key, stepKey = null } = letter;
  const natural = resourceKey(resource, payload) ?? (stepKey === null ? key : null);
  const named = stepKey === null ? null : `${resource.name}=${stepKey}`;
  return [natural, named].filter((name) => name !== null);
}

function obstacle(
  { key, lastSeenAt }: Reject,
  record: KnownRecord | undefined,
  now: number,
  unkeyed: boolean,
): string | null {
  if (key === null && !unkeyed)
    return 'its record has no known key, so a newer version could be overwritten';
  if ((record?.ackedAt ?? 0) > lastSeenAt) return 'the API has acknowledged a newer version since';
  return record && mayArrive(record, now) ? IN_DOUBT : null;
}

const IN_DOUBT = 'a request with its record may still arrive: try again in a few minutes';

/** For steps that do not know their records by key. */
function obstacleInDoubt(letter: Reject, inDoubt: InDoubt, now: number): string | null {
  const to = letter.route === null ? undefined : destinationAt(letter.route);
  if (to === undefined) return null;
  const { payload: item, entity, sourceKey } = letter;
  const names = namesOfLetter(letter, to.resource);
  const { until } = inDoubt.overtaken([{ item, names }], streamName(entity, sourceKey), now);
  return until > 0 ? IN_DOUBT : null;
}

/** Groups the letters by step and source. */
export function byStep(letters: readonly Reject[]): [CursorKey, Reject[]][] {
  const groups = grouped(letters, (one) =>
    JSON.stringify([one.installationId, one.entity, one.sourceKey]),
  );
  return [...groups.values()].map((group) => {
    const { installationId, entity, sourceKey } = group[0] as Reject;
    return [{ installationId, entity, sourceKey }, group];
  });
}
