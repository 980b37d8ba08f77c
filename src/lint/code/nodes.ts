/** Helpers for syntax trees. */
import type * as t from '@babel/types';

export function childrenOf(node: t.Node): t.Node[] {
  const children: t.Node[] = [];
  for (const part of Object.values(node)) {
    if (isNode(part)) children.push(part);
    else if (Array.isArray(part)) children.push(...part.filter(isNode));
  }
  return children;
}

export const isNode = (value: unknown): value is t.Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value;

export const isFunctionNode = (node: t.Node): node is t.Function =>
  /^(Function(Expression|Declaration)|ArrowFunctionExpression|(Object|Class|ClassPrivate)Method)$/.test(
    node.type,
  );

const WRAPPERS = /^(TS(As|Satisfies|NonNull)Expression|TSTypeAssertion|ParenthesizedExpression)$/;

/** The expression without casts and parentheses. */
export function unwrapped(node: t.Node): t.Node {
  return WRAPPERS.test(node.type) ? unwrapped((node as t.TSAsExpression).expression) : node;
}

export const isMember = (node: t.Node): node is t.MemberExpression | t.OptionalMemberExpression =>
  node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression';

export const isCall = (
  node: t.Node,
): node is t.CallExpression | t.OptionalCallExpression | t.NewExpression =>
  node.type === 'CallExpression' ||
  node.type === 'OptionalCallExpression' ||
  node.type === 'NewExpression';

/** The key of `a.b` or `a['b']`; undefined for a computed key. */
export function memberKey(
  node: t.MemberExpression | t.OptionalMemberExpression,
): string | number | undefined {
  const { property, computed } = node;
  if (!computed) return property.type === 'Identifier' ? property.name : undefined;
  if (property.type === 'StringLiteral' || property.type === 'NumericLiteral')
    return property.value;
  return undefined;
}

/** The names that an expression uses, without those in its functions. */
export function namesUsed(root: t.Node): string[] {
  const names: string[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'Identifier') names.push(node.name);
    // `this` depends on the call, so all objects count as one.
    else if (node.type === 'ThisExpression') names.push('this');
    else if (isFunctionNode(node)) continue;
    else if (isMember(node) && !node.computed) open.push(node.object);
    else if (node.type === 'ObjectProperty' && !node.computed) open.push(node.value);
    else open.push(...childrenOf(node));
  }
  return names;
}

/** The modules in `import('./x')` and `require('./x')`. */
export function loadedBy(roots: readonly t.Node[]): string[] {
  const found: string[] = [];
  const open = [...roots];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isCall(node)) {
      const { callee } = node;
      const [first] = node.arguments;
      const loads =
        callee.type === 'Import' || (callee.type === 'Identifier' && callee.name === 'require');
      if (loads && first?.type === 'StringLiteral') found.push(first.value);
    }
    open.push(...childrenOf(node));
  }
  return found;
}
