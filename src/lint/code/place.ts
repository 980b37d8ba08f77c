import type * as t from '@babel/types';
import { type Segment, segments } from '../../connector/path.js';
import type { SourcePlace } from '../../plan/rule.js';
import type { SourceModule } from './module.js';
import type { Value, Values } from './value.js';

/**
 * The place of a part of the connector in the source, such as `provisioning.customData[2].name`; if the source does not show
 * it, the nearest part around it; undefined if the source shows nothing.
 */
export function placeInSource(
  values: Values,
  module: SourceModule,
  path: string,
  ofKey = false,
): SourcePlace | undefined {
  const root = values.default(module);
  if (root === undefined) return undefined;
  const { value, whole } = findValue(values, root, segments(path));
  return placeOf(value, whole && !ofKey);
}

function findValue(values: Values, root: Value, way: readonly Segment[]) {
  let value = root;
  for (const segment of way) {
    const next = values.child(value, segment);
    // In code, a bulk step is only its `bulk` options.
    if (next === undefined && segment === 'bulk') continue;
    if (next === undefined) return { value, whole: false };
    value = next;
  }
  return { value, whole: true };
}

/** A value of several lines has the place of its key, or of its first key. */
function placeOf({ node, module, key }: Value, whole: boolean): SourcePlace {
  if (whole && isOnOneLine(node, module)) return rangeOf(node, module);
  return rangeOf(key ?? firstKey(node) ?? node, module);
}

function isOnOneLine(node: t.Node, { text }: SourceModule): boolean {
  return !text.slice(node.start ?? 0, node.end ?? 0).includes('\n');
}

function firstKey(node: t.Node): t.Node | undefined {
  const properties = node.type === 'ObjectExpression' ? node.properties : [];
  return properties.flatMap((one) => (one.type === 'SpreadElement' ? [] : [one.key]))[0];
}

export function rangeOf(node: t.Node, { file, lines }: SourceModule): SourcePlace {
  return { file, ...lines.range(node.start ?? 0, node.end ?? 0) };
}
