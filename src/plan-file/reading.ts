import type { PlacedNode, Span } from './node.js';

/** A syntax problem with offsets for its place. */
export interface Problem {
  message: string;
  hint?: string;
  at: Span;
}

/** What a parser gives: the value with its places, or why there is none. */
export type Reading =
  | { value: unknown; root: () => PlacedNode; problems?: undefined }
  | { problems: Problem[] };
