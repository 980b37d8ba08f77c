/** Checks the result of a step, because a connector without types may return any value. Pure. */

export interface ReadResult {
  items: number;
  /** Usually texts. */
  errors: readonly unknown[];
  advanceCursorTo: unknown;
}

/** Replaces an invalid result by an empty one with an error. */
export function readStepResult(entity: string, returned: unknown): ReadResult {
  const problem = problemOf(returned);
  if (problem !== null) {
    const error = `Step ${entity} returned no valid result: ${problem}`;
    return { items: 0, errors: [error], advanceCursorTo: undefined };
  }
  const { items, errors, advanceCursorTo } = returned as ReadResult;
  return { items, errors, advanceCursorTo };
}

function problemOf(returned: unknown): string | null {
  if (typeof returned !== 'object' || returned === null) {
    return `it must be { items, errors, advanceCursorTo? }, and is ${String(returned)}`;
  }
  const { items, errors } = returned as Partial<Record<keyof ReadResult, unknown>>;
  if (!Array.isArray(errors)) return `errors must be a list of texts, and is ${String(errors)}`;
  if (typeof items !== 'number' || !Number.isFinite(items) || items < 0) {
    return `items must be a number from 0, and is ${String(items)}`;
  }
  return null;
}
