/** Functions that only return a value: their arguments and results. */
import type * as t from '@babel/types';
import { namesIn, patternNames } from './frame.js';
import type { Binding, Frame, NodeReader, StaticNode } from './model.js';
import { childOf, leaf } from './node.js';
import { gapAt } from './reading.js';

/** A promise has no value until it is awaited. */
export function isGeneratorOrAsync(node: t.Function, awaited: boolean): boolean {
  return node.generator === true || (node.async === true && !awaited);
}

export function parametersOf(
  reader: NodeReader,
  { params }: t.Function,
  values: readonly StaticNode[],
  frame: Frame,
): Map<string, Binding> {
  const names = new Map<string, Binding>();
  for (const [index, param] of params.entries()) {
    const given = values[index] ?? leaf(undefined);
    for (const [name, value] of bound(reader, param, given, frame))
      names.set(name, { kind: 'argument', value });
  }
  return names;
}

function bound(
  reader: NodeReader,
  param: t.Node,
  value: StaticNode,
  frame: Frame,
): [string, StaticNode][] {
  if (param.type === 'Identifier') return [[param.name, value]];
  if (param.type === 'AssignmentPattern') {
    const isAbsent = value.kind === 'leaf' && value.value === undefined;
    return bound(reader, param.left, isAbsent ? reader.read(param.right, frame) : value, frame);
  }
  if (param.type === 'ObjectPattern') {
    return param.properties.flatMap((one) => {
      if (one.type !== 'ObjectProperty' || one.computed || one.key.type !== 'Identifier')
        return notFollowed(one.type === 'RestElement' ? one.argument : one.value, frame);
      return bound(reader, one.value, childOf(value, one.key.name), frame);
    });
  }
  return notFollowed(param, frame);
}

function notFollowed(pattern: t.Node, frame: Frame): [string, StaticNode][] {
  return patternNames(pattern).map((name) => [name, gapAt('argument', pattern, frame)]);
}

/**
 * `frame` is the frame of the function. The result is unknown if the function does more than declare names and return.
 */
export function returnOf(reader: NodeReader, { body }: t.Function, frame: Frame): StaticNode {
  if (body.type !== 'BlockStatement') return reader.read(body, frame);
  for (const [name, binding] of namesIn(body.body)) frame.names.set(name, binding);
  for (const statement of body.body) {
    if (statement.type === 'ReturnStatement')
      return statement.argument ? reader.read(statement.argument, frame) : leaf(undefined);
    if (!DECLARATIONS.has(statement.type)) return gapAt('statements', statement, frame);
  }
  return leaf(undefined);
}

const DECLARATIONS = new Set([
  'VariableDeclaration',
  'FunctionDeclaration',
  'TSTypeAliasDeclaration',
  'TSInterfaceDeclaration',
  'EmptyStatement',
]);
