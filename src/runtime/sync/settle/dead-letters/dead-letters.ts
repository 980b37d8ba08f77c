/** The dead letters of a step while it runs: which are open, and whether there is room for more. Rules D1 to D3. */
import { SpmError } from '../../../../errors.js';
import type { CursorKey, NewReject } from '../../../ports/records.js';
import type { Resource } from '../../../resources/resource.js';
import { type KeyedItem, recordOf } from '../../push/batches/identity.js';
import type { Settlement } from '../../push/call.js';
import { letterIdentity, makeLetter } from './letter.js';

export interface OpenLetters {
  /** Identities of those of the step. */
  identities: readonly string[];
  /** How many the installation has in all. */
  total: number;
}

/** What tells a dead letter, and the record that it is of. */
export type KnownLetter = Pick<NewReject, 'identity' | 'key' | 'stepKey'>;

/** What a settled request changes in them. */
export interface LetterChange {
  rejects: NewReject[];
  /** Identities of those that are made good. */
  superseded: string[];
}

export class DeadLetters {
  private readonly identities: Set<string>;
  private total: number;

  constructor(
    private readonly step: CursorKey,
    /** Those that are open when the step begins. */
    open: OpenLetters,
    /** How many an installation may have. */
    private readonly quota: number,
    /** The dead letter that an item is already, when it is pushed again as it is. */
    private readonly known: (item: unknown) => KnownLetter | undefined = () => undefined,
  ) {
    this.identities = new Set(open.identities);
    this.total = open.total;
  }

  /**
   * Notes what a request settled. Throws when there is no room for its rejects: they cannot be recorded, so that nothing
   * may pass them. Rule D2. What is refused again is the letter that it was, and one that is made good leaves its room.
   */
  settle({ resource, acknowledged, rejects }: Settlement): LetterChange {
    const letters = rejects.map((one) => ({
      ...makeLetter(one, this.step, resource),
      ...this.known(one.item),
    }));
    const superseded = this.supersededBy(acknowledged, resource);
    const fresh = new Set(
      letters.map(({ identity }) => identity).filter((one) => !this.identities.has(one)),
    );
    const total = this.total - superseded.length + fresh.size;
    if (fresh.size > 0 && total > this.quota) throw rejectsFull(this.step, this.quota);
    this.total = total;
    for (const identity of superseded) this.identities.delete(identity);
    for (const identity of fresh) this.identities.add(identity);
    return { rejects: letters, superseded };
  }

  private supersededBy(acknowledged: readonly KeyedItem[], resource: Resource): string[] {
    if (this.identities.size === 0) return [];
    const made = acknowledged.flatMap(({ names }) => {
      const record = recordOf(names);
      return record === null ? [] : letterIdentity(this.step, resource, record);
    });
    return [...new Set(made)].filter((identity) => this.identities.has(identity));
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
