/** What a plan that was read from a shop cannot say by itself. */

export interface Note {
  /** Of the plan, such as `customData[0].fields[1]`; a kind for what was left out of it. */
  path: string;
  /** A sentence. */
  message: string;
}

/** A part of the plan with its notes. */
export interface Pulled<T, Row> {
  items: T[];
  /** What each item is made from. */
  rows: Row[];
  notes: Note[];
}

/** `a, b and 3 more` */
export function listed(names: readonly string[], most = 10): string {
  const more = names.length - most;
  return names.slice(0, most).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

export const quoted = (text: string): string => JSON.stringify(text);
