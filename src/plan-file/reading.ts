import { type ArgsOf, type Message, type MessageCode, message } from '../messages/index.js';
import type { PlacedNode, Span } from './node.js';

/** A syntax problem, with the offsets of its place. */
export interface Problem extends Message {
  at: Span;
}

export function problem<C extends MessageCode>(at: Span, code: C, args: ArgsOf<C>): Problem {
  return { at, ...message(code, args) };
}

/** The value with its places, or why there is none. */
export type Reading =
  | { value: unknown; root: () => PlacedNode; problems?: undefined }
  | { problems: Problem[] };
