/** Reads single values and places, for `StaticReader`. */
import { readFileSync, statSync } from 'node:fs';
import type * as t from '@babel/types';
import { withoutBom } from '../../syntax/bom.js';
import type { SourceModule } from '../code/module.js';
import { rangeOf } from '../code/place.js';
import type { Gap, GapCode } from './gaps.js';
import type { Binding, Frame, StaticNode } from './model.js';
import { leaf, unknown } from './node.js';

/** The maximum size of a JSON file, in bytes. */
const MAX_DATA = 2 * 1024 * 1024;

export const gapOf = (code: GapCode, node: t.Node, { module }: Frame, detail?: string): Gap => ({
  code,
  at: rangeOf(node, module),
  ...(detail !== undefined && { detail }),
});

export const gapAt = (code: GapCode, node: t.Node, frame: Frame, detail?: string): StaticNode =>
  unknown(gapOf(code, node, frame, detail));

/** Texts and numbers change only by assignment; imports were checked at their declaration. */
export function isFixed(binding: Binding, value: StaticNode): boolean {
  if (value.kind !== 'leaf' || /^(object|function)$/.test(typeof value.value)) return false;
  return binding.kind === 'import' || (binding.kind === 'value' && binding.constant);
}

export function hasOwn(owner: StaticNode, key: string | number): boolean {
  switch (owner.kind) {
    case 'unknown':
      return true;
    case 'object':
      return owner.entries.has(String(key));
    case 'list':
      return owner.items[Number(key)] !== undefined;
    case 'leaf':
      return (
        typeof owner.value === 'object' && owner.value !== null && Object.hasOwn(owner.value, key)
      );
  }
}

/** Each call of a function reads its code again. */
export const isInCall = ({ id }: Frame): boolean => id !== '';

export function readJson(file: string): StaticNode | undefined {
  try {
    if (statSync(file).size > MAX_DATA) return undefined;
    return leaf(JSON.parse(withoutBom(readFileSync(file, 'utf8'))));
  } catch {
    return undefined;
  }
}

export function importOf({ body }: SourceModule, from: string): t.Node {
  const found = body.find((one) => 'source' in one && one.source?.value === from);
  return found ?? (body[0] as t.Node);
}
