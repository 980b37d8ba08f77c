/** The dead letters of a step while it runs: which are open, and whether there is room for more. Rules D1 to D3. */
import { SpmError } from '../../errors.js';
import type { CursorKey, NewReject } from '../ports.js';
import type { Resource } from '../resources.js';
import { redact } from '../security/redact.js';
import type { KeyedItem } from './batches.js';
import type { SettledReject } from './pusher.js';

export class OpenRejects {
  private readonly keys: Set<string>;
  private total: number;

  constructor(
    private readonly step: CursorKey,
    /** Those that are open when the step begins: the keys of its own, and the number of the installation's. */
    open: { keys: readonly string[]; total: number },
    /** How many an installation may have. */
    private readonly quota: number,
  ) {
    this.keys = new Set(open.keys);
    this.total = open.total;
  }

  /** The keys whose dead letters are made good by these. */
  supersededBy(acknowledged: readonly KeyedItem[]): string[] {
    return acknowledged.flatMap(({ key }) => (key !== null && this.keys.has(key) ? [key] : []));
  }

  forget(keys: readonly string[]): void {
    for (const key of keys) this.keys.delete(key);
  }

  /** Rule D2: without room for them the rejects cannot be recorded, so that nothing may pass them. */
  makeRoomFor(rejects: readonly SettledReject[]): void {
    const fresh = rejects.filter(({ key }) => key === null || !this.keys.has(key));
    if (this.total + fresh.length > this.quota) throw rejectsFull(this.step, this.quota);
    this.total += fresh.length;
    for (const { key } of fresh) if (key !== null) this.keys.add(key);
  }
}

function rejectsFull({ installationId }: CursorKey, quota: number): SpmError {
  return new SpmError(
    'SPM_REJECTS_FULL',
    `Installation ${installationId} has too many dead letters`,
    {
      cause: `there may be ${quota} open ones, and the API refused more items`,
      hint: 'Look at them with `spm-connect rejects list`; replay or discard them, then sync again.',
    },
  );
}

export function deadLetter(
  { item, key, errors, status }: SettledReject,
  { route }: Resource,
): NewReject {
  const payload = redact(item, { whole: true });
  const redacted = JSON.stringify(payload) !== JSON.stringify(item);
  return { payload, key, errors, status, route: route ?? null, redacted };
}
