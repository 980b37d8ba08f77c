/** Reads objects, lists and small calculations in source code. */
import type * as t from '@babel/types';
import type { Gap } from './gaps.js';
import type { Frame, ListNode, NodeReader, ObjectNode, StaticNode } from './model.js';
import { functionLeaf, leaf, unknown } from './node.js';
import { gapOf } from './reading.js';

export function readObject(
  reader: NodeReader,
  { properties }: t.ObjectExpression,
  frame: Frame,
): ObjectNode {
  const object: ObjectNode = { kind: 'object', entries: new Map() };
  for (const property of properties) {
    if (property.type === 'SpreadElement') {
      spreadInto(object, reader.read(property.argument, frame), gapOf('computed', property, frame));
      continue;
    }
    const key = keyOf(reader, property, frame);
    if (key === undefined) hide(object, gapOf('computed', property.key, frame));
    // This key sets the prototype.
    else if (key === '__proto__') object.open = gapOf('computed', property, frame);
    else object.entries.set(key, propertyValue(reader, property, frame));
  }
  return object;
}

function keyOf(
  reader: NodeReader,
  { key, computed }: t.ObjectProperty | t.ObjectMethod,
  frame: Frame,
): string | undefined {
  if (!computed && key.type === 'Identifier') return key.name;
  const value = reader.read(key, frame);
  if (value.kind !== 'leaf' || !/^(string|number)$/.test(typeof value.value)) return undefined;
  return String(value.value);
}

function propertyValue(
  reader: NodeReader,
  property: t.ObjectProperty | t.ObjectMethod,
  frame: Frame,
): StaticNode {
  if (property.type === 'ObjectProperty') return reader.read(property.value, frame);
  if (property.kind === 'method') return functionLeaf(property, frame);
  return unknown(gapOf('accessor', property.key, frame));
}

/** A later spread overrides earlier keys. */
function spreadInto(object: ObjectNode, spread: StaticNode, gap: Gap): void {
  if (spread.kind === 'object') {
    if (spread.open !== undefined) hide(object, spread.open);
    for (const [key, value] of spread.entries) object.entries.set(key, value);
    return;
  }
  if (spread.kind !== 'leaf') {
    hide(object, spread.kind === 'unknown' ? spread.gap : gap);
    return;
  }
  const { value } = spread;
  if (typeof value === 'string') hide(object, gap);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    if (key === '__proto__') hide(object, gap);
    else object.entries.set(key, leaf(part));
  }
}

/** From here on, any key may be overridden. */
function hide(object: ObjectNode, gap: Gap): void {
  for (const key of object.entries.keys()) object.entries.set(key, unknown(gap));
  object.open = gap;
}

/** After a part of unknown length, all positions are unknown. */
export function readList(
  reader: NodeReader,
  { elements }: t.ArrayExpression,
  frame: Frame,
): ListNode {
  const list: ListNode = { kind: 'list', items: [] };
  for (const element of elements) {
    if (element?.type !== 'SpreadElement') {
      list.items.push(element ? reader.read(element, frame) : leaf(undefined));
      continue;
    }
    const spread = reader.read(element.argument, frame);
    if (spread.kind === 'list') {
      for (const item of spread.items) list.items.push(item);
      if (spread.open === undefined) continue;
      list.open = spread.open;
    } else if (spread.kind === 'leaf' && Array.isArray(spread.value)) {
      for (const item of spread.value) list.items.push(leaf(item));
      continue;
    } else {
      list.open = spread.kind === 'unknown' ? spread.gap : gapOf('computed', element, frame);
    }
    return list;
  }
  return list;
}

type Calculation =
  | t.TemplateLiteral
  | t.ConditionalExpression
  | t.LogicalExpression
  | t.UnaryExpression
  | t.BinaryExpression;

/** Undefined for operands that are unknown or too large. */
export function arithmetic(
  reader: NodeReader,
  node: Calculation,
  frame: Frame,
): StaticNode | undefined {
  switch (node.type) {
    case 'TemplateLiteral':
      return template(reader, node, frame);
    case 'ConditionalExpression': {
      const test = truth(reader.read(node.test, frame));
      return test === undefined
        ? undefined
        : reader.read(test ? node.consequent : node.alternate, frame);
    }
    case 'LogicalExpression':
      return logical(reader, node, frame);
    case 'UnaryExpression':
      return unary(node.operator, reader.read(node.argument, frame));
    case 'BinaryExpression':
      return binary(node.operator, reader.read(node.left, frame), reader.read(node.right, frame));
  }
}

function template(
  reader: NodeReader,
  { quasis, expressions }: t.TemplateLiteral,
  frame: Frame,
): StaticNode | undefined {
  let text = '';
  for (const [index, { value }] of quasis.entries()) {
    const expression = expressions[index];
    text += value.cooked ?? '';
    if (expression === undefined) continue;
    const part = primitive(reader.read(expression, frame));
    if (part === undefined || text.length > MAX_TEXT) return undefined;
    text += String(part.value);
  }
  return leaf(text);
}

function logical(
  reader: NodeReader,
  { operator, left, right }: t.LogicalExpression,
  frame: Frame,
): StaticNode | undefined {
  const first = reader.read(left, frame);
  const known = truth(first);
  if (known === undefined) return undefined;
  const isNullish = first.kind === 'leaf' && (first.value === null || first.value === undefined);
  const takesLeft = { '&&': !known, '||': known, '??': !isNullish }[operator];
  return takesLeft ? first : reader.read(right, frame);
}

function truth(node: StaticNode): boolean | undefined {
  if (node.kind === 'unknown') return undefined;
  return node.kind === 'leaf' ? Boolean(node.value) : true;
}

function unary(operator: string, node: StaticNode): StaticNode | undefined {
  if (operator === '!') {
    const known = truth(node);
    return known === undefined ? undefined : leaf(!known);
  }
  const part = primitive(node);
  if (part === undefined) return undefined;
  if (operator === 'void') return leaf(undefined);
  if (typeof part.value !== 'number') return undefined;
  return { '-': leaf(-part.value), '+': leaf(part.value) }[operator];
}

const MAX_TEXT = 100_000;

function binary(operator: string, left: StaticNode, right: StaticNode): StaticNode | undefined {
  const [a, b] = [primitive(left)?.value, primitive(right)?.value];
  if (typeof a === 'string' && typeof b === 'string') {
    if (operator === '===' || operator === '!==') return leaf((a === b) === (operator === '==='));
    return operator === '+' && a.length + b.length <= MAX_TEXT ? leaf(a + b) : undefined;
  }
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  return {
    '+': leaf(a + b),
    '-': leaf(a - b),
    '*': leaf(a * b),
    '/': leaf(a / b),
    '**': leaf(a ** b),
  }[operator];
}

function primitive(node: StaticNode): { value: unknown } | undefined {
  if (node.kind !== 'leaf') return undefined;
  const { value } = node;
  const isPrimitive = value === null || !/^(object|function)$/.test(typeof value);
  return isPrimitive ? { value } : undefined;
}
