/** The open dead letters of a running step, and the room for more. Rules D1 to D3. */
import { SpmError } from '../../../../errors.js';
import type { CursorKey, NewReject } from '../../../ports/records.js';
import type { Resource } from '../../../resources/resource.js';
import { type KeyedItem, recordOf } from '../../push/batches/identity.js';
import type { Settlement } from '../../push/call.js';
import { letterIdentity, makeLetter } from './letter.js';

export interface OpenLetters {
  /** The identities of the step's open letters. */
  identities: readonly string[];
  /** The number of open letters of the installation. */
  total: number;
}

/** The identity of a dead letter and the keys of its record. */
export type KnownLetter = Pick<NewReject, 'identity' | 'key' | 'stepKey'>;

/** The changes by one settled request. */
export interface LetterChange {
  rejects: NewReject[];
  /** Identities of letters whose record was accepted now. */
  superseded: string[];
}

export class DeadLetters {
  private readonly identities: Set<string>;
  private total: number;

  constructor(
    private readonly step: CursorKey,
    /** Letters that are open when the step starts. */
    open: OpenLetters,
    /** Maximum open letters of an installation. */
    private readonly quota: number,
    /** In a replay, the dead letter that an item comes from. */
    private readonly known: (item: unknown) => KnownLetter | undefined = () => undefined,
  ) {
    this.identities = new Set(open.identities);
    this.total = open.total;
  }

  /**
   * Adds the rejects of a request, and ends the letters of accepted records. Throws when there is no room: without a
   * letter, nothing may pass the item. Rule D2. A letter that is rejected again takes no further room.
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
      cause: `the limit is ${quota} open dead letters, and the API rejected more items`,
      hint: 'Look at them with `spm-connect rejects list`; replay or discard them, then sync again.',
    },
  );
}
