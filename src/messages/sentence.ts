/** A sentence about one problem, and the small parts that sentences share. */

export interface Sentence {
  /** What is wrong, without a full stop. */
  message: string;
  /** What to do about it. */
  hint?: string;
}

/** Writes the sentence of one code. `it` names the value that has the problem, such as `unique_keys`. */
export type Wording<A> = (args: A, it: string) => string | Sentence;

export function say(message: string, hint?: string): Sentence {
  return hint === undefined ? { message } : { message, hint };
}

export const quoted = (name: string): string => `"${name}"`;

/** `a, b and c` */
export function listed(names: readonly string[], word = 'and'): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}

export function didYouMean(suggestion: string | undefined): string | undefined {
  return suggestion === undefined ? undefined : `Did you mean "${suggestion}"?`;
}

export function write(better: string | undefined): string | undefined {
  return better === undefined ? undefined : `Write "${better}".`;
}
