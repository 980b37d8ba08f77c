/** Values that are read from source code. */
import type * as t from '@babel/types';
import type { Segment } from '../../connector/path.js';
import type { Gap } from './gaps.js';
import type { Frame, Leaf, ListNode, ObjectNode, StaticNode, UnknownNode } from './model.js';

export const leaf = (value: unknown): Leaf => ({ kind: 'leaf', value });
export const unknown = (gap: Gap): UnknownNode => ({ kind: 'unknown', gap });

/** Stands for any function: lint never calls code of the project. */
export function functionLeaf(node: t.Node, frame: Frame): Leaf {
  const value = () => undefined;
  // Like the source of the function itself, which shows what it does.
  value.toString = () => frame.module.text.slice(node.start ?? 0, node.end ?? 0);
  return { kind: 'leaf', value, code: { node, frame } };
}

export function childOf(node: StaticNode, segment: Segment): StaticNode {
  switch (node.kind) {
    case 'unknown':
      return node;
    case 'object':
      return node.entries.get(String(segment)) ?? rest(node.open);
    case 'list':
      if (typeof segment !== 'number') return rest(node.open);
      return node.items[segment] ?? rest(node.open);
    case 'leaf':
      return leaf(partOf(node.value, String(segment)));
  }
}

const rest = (open: Gap | undefined): StaticNode =>
  open === undefined ? leaf(undefined) : unknown(open);

function partOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

const KNOWN = new WeakMap<StaticNode, boolean>();

/** Whether all parts are known. */
export function isKnown(node: StaticNode): boolean {
  if (node.kind === 'leaf') return true;
  if (node.kind === 'unknown') return false;
  const known =
    KNOWN.get(node) ??
    (node.open === undefined && partsOf(node).every(([, part]) => isKnown(part)));
  KNOWN.set(node, known);
  return known;
}

export function partsOf(node: StaticNode): [Segment, StaticNode][] {
  if (node.kind === 'object') return [...node.entries];
  return node.kind === 'list' ? node.items.map((item, index) => [index, item]) : [];
}

/** The maximum number of places in a value; a shared part counts at each place. */
const MAX_PLACES = 500_000;

/** The value, with undefined for unknown parts and without parts that are too large. */
export class Materializer {
  readonly #values = new Map<StaticNode, unknown>();
  readonly #sizes = new Map<StaticNode, number>();

  isTooLarge(node: StaticNode): boolean {
    return this.#size(node) > MAX_PLACES;
  }

  value(node: StaticNode): unknown {
    if (node.kind === 'leaf') return node.value;
    if (node.kind === 'unknown') return undefined;
    if (!this.#values.has(node)) this.#values.set(node, this.#make(node));
    return this.#values.get(node);
  }

  #make(node: ObjectNode | ListNode): unknown {
    if (node.kind === 'list') return node.items.map((item) => this.value(item));
    return Object.fromEntries([...node.entries].map(([key, part]) => [key, this.value(part)]));
  }

  #size(node: StaticNode): number {
    const known = this.#sizes.get(node);
    if (known !== undefined) return known;
    const size = partsOf(node).reduce((sum, [, part]) => sum + this.#size(part), 1);
    this.#sizes.set(node, size);
    return size;
  }
}
