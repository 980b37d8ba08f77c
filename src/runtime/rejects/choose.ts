/** Selects the open dead letters of a command: by ids, or by a filter. */
import { SpmError } from '../../errors.js';
import { iso } from '../iso.js';
import type { Reject } from '../ports/records.js';
import type { RejectFilter, RejectStore } from '../ports/store.js';

export interface ChosenLetters {
  /** The newest first. */
  letters: Reject[];
  /** How many the filter finds, regardless of its limit. */
  total: number;
}

/**
 * Dead letters named by id are found in any state, regardless of the limit.
 * @throws SpmError SPM_UNKNOWN_REJECT when a named one does not exist, or does not match the filter
 */
export async function chooseLetters(
  rejects: RejectStore,
  filter: RejectFilter,
): Promise<ChosenLetters> {
  const { ids } = filter;
  if (ids === undefined) {
    const open = { ...filter, state: 'open' } as const;
    return { letters: await rejects.list(open), total: await rejects.count(open) };
  }
  const letters = await rejects.list({ ids });
  refuse('SPM_UNKNOWN_REJECT', missing(ids, letters, filter));
  return { letters, total: letters.length };
}

/** @throws SpmError SPM_REJECT_NOT_OPEN when one of them is not open any more */
export function requireOpen(letters: readonly Reject[]): void {
  const ended = letters.filter(({ state }) => state !== 'open');
  const reasons = ended.map(({ id, state }) => ({ id, why: `is already ${state}` }));
  refuse('SPM_REJECT_NOT_OPEN', reasons);
}

interface Reason {
  id: number;
  why: string;
}

function missing(
  ids: readonly number[],
  letters: readonly Reject[],
  filter: RejectFilter,
): Reason[] {
  const found = new Map(letters.map((letter) => [letter.id, letter]));
  return [...new Set(ids)].flatMap((id) => {
    const letter = found.get(id);
    const why = letter === undefined ? 'does not exist' : otherThan(filter, letter);
    return why === null ? [] : [{ id, why }];
  });
}

function otherThan(filter: RejectFilter, letter: Reject): string | null {
  const { installationId = letter.installationId, entity = letter.entity, since } = filter;
  if (letter.installationId !== installationId)
    return `belongs to ${letter.installationId}, not to ${installationId}`;
  if (letter.entity !== entity) return `belongs to ${letter.entity}, not to ${entity}`;
  if (since !== undefined && letter.lastSeenAt < since)
    return `was last seen at ${iso(letter.lastSeenAt)}, before ${iso(since)}`;
  return null;
}

const SHOWN = 5;

type Code = 'SPM_UNKNOWN_REJECT' | 'SPM_REJECT_NOT_OPEN';

function refuse(code: Code, reasons: readonly Reason[]): void {
  const [first, ...others] = reasons.map(({ id, why }) => `${id} ${why}`);
  if (first === undefined) return;
  const more = reasons.length - SHOWN;
  const lines = [first, ...others].slice(0, SHOWN);
  const one = others.length === 0;
  const message = `${reasons.length} of the given dead letters cannot be used`;
  throw new SpmError(code, one ? `Dead letter ${first}` : message, {
    cause: [
      ...(one ? [] : lines),
      ...(more > 0 ? [`and ${more} more`] : []),
      'nothing was changed',
    ].join('\n'),
    hint: 'Run `spm-connect rejects list --state open` for the open ones.',
    details: { ids: reasons.map(({ id }) => id) },
  });
}
