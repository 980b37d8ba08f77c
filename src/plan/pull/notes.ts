/** Notes on a plan that was read from a shop. */

export interface Note {
  /** A path in the plan, such as `customData[0].fields[1]`, or the kind of a part that was left out. */
  path: string;
  /** A sentence. */
  message: string;
}

/** A part of the plan with its notes. */
export interface Pulled<T, Row> {
  items: T[];
  /** The shop's row of each item. */
  rows: Row[];
  notes: Note[];
}

/** `a, b and 3 more` */
export function listed(names: readonly string[], most = 10): string {
  const more = names.length - most;
  return names.slice(0, most).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

export const quoted = (text: string): string => JSON.stringify(text);
