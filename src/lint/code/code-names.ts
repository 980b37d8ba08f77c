import type * as t from '@babel/types';
import type { CodeName, CodeNames } from '../../plan/rule.js';
import type { SourceModule } from './module.js';
import { rangeOf } from './place.js';

/** The names that modules pass to `withSource` and `customData`. */
export function codeNames(modules: readonly SourceModule[]): CodeNames {
  const sources: CodeName[] = [];
  const definitions: CodeName[] = [];
  const lists = new Map([
    ['withSource', sources],
    ['customData', definitions],
  ]);
  for (const module of modules) {
    visit(module.body, (node) => {
      const call = methodCall(node);
      if (call === undefined) return;
      const name = textOf(call.argument);
      if (name !== undefined)
        lists.get(call.method)?.push({ name, at: rangeOf(call.argument, module) });
    });
  }
  return { sources, definitions };
}

function methodCall(node: t.Node): { method: string; argument: t.Node } | undefined {
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return undefined;
  const { callee, arguments: given } = node;
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression')
    return undefined;
  const [argument] = given;
  if (callee.property.type !== 'Identifier' || callee.computed || argument === undefined)
    return undefined;
  return { method: callee.property.name, argument };
}

/** Only a literal: a parameter can have the name of a constant. */
function textOf(node: t.Node): string | undefined {
  if (node.type === 'StringLiteral') return node.value;
  if (node.type !== 'TemplateLiteral' || node.expressions.length > 0) return undefined;
  return node.quasis[0]?.value.cooked ?? undefined;
}

/** Visits all inner nodes, without recursion: a long chain of calls is deep. */
function visit(roots: readonly t.Node[], see: (node: t.Node) => void): void {
  const open: unknown[] = [...roots];
  while (open.length > 0) {
    const next = open.pop();
    if (isNode(next)) see(next);
    else if (!Array.isArray(next)) continue;
    for (const part of Object.values(next)) if (typeof part === 'object') open.push(part);
  }
}

const isNode = (value: unknown): value is t.Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
