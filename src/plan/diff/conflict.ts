import type { ConflictReason, ValueChange } from './types.js';

/** Makes conflicts of every kind. */
export interface Conflict {
  action: 'conflict';
  reason: ConflictReason;
  /** The id on the shop, if known. */
  id: number | null;
  message: string;
  hint: string;
  changes?: ValueChange[];
  candidates?: number[];
}

export function unreadable(what: string, why: string): Conflict {
  return {
    action: 'conflict',
    reason: 'unreadable',
    id: null,
    message: `The ${what} of the shop could not be read: ${why}`,
    hint: 'Nothing was written. Provision again when the shop answers.',
  };
}

export function repeated(what: string, hint: string): Conflict {
  return {
    action: 'conflict',
    reason: 'repeated',
    id: null,
    message: `The plan has ${what}`,
    hint,
  };
}

export function ambiguous(message: string, hint: string, candidates: number[]): Conflict {
  return { action: 'conflict', reason: 'ambiguous', id: null, message, hint, candidates };
}

/** `12, 15 and 19` */
export function listed(items: readonly (string | number)[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
