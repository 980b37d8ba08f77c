import type * as t from '@babel/types';
import type { CodeName, CodeNames } from '../../plan/rule.js';
import type { SourceModule } from './module.js';
import { rangeOf } from './place.js';
import type { SourceProject } from './project.js';
import type { Values } from './value.js';

/** The names that a module, and those that it imports by relative paths, ask a context for. */
export function codeNames(project: SourceProject, values: Values, entry: SourceModule): CodeNames {
  const sources: CodeName[] = [];
  const definitions: CodeName[] = [];
  const lists: Readonly<Record<string, CodeName[]>> = {
    withSource: sources,
    customData: definitions,
  };
  for (const module of modulesFrom(project, entry)) {
    visit(module.body, (node) => {
      const call = methodCall(node);
      const list = call && Object.hasOwn(lists, call.method) ? lists[call.method] : undefined;
      const name = list && call && textOf(values, module, call.argument);
      if (name !== undefined) list?.push({ name, at: rangeOf(call?.argument ?? node, module) });
    });
  }
  return { sources, definitions };
}

function modulesFrom(project: SourceProject, entry: SourceModule): Set<SourceModule> {
  const found = new Set([entry]);
  // A set that grows while it is read goes on to what was added.
  for (const module of found) {
    for (const specifier of module.body.flatMap(specifierOf)) {
      const imported = project.imported(module, specifier);
      if (imported !== undefined) found.add(imported);
    }
  }
  return found;
}

function specifierOf(statement: t.Statement): string[] {
  switch (statement.type) {
    case 'ImportDeclaration':
      return statement.importKind === 'type' ? [] : [statement.source.value];
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return statement.source ? [statement.source.value] : [];
    default:
      return [];
  }
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

/** The text of a literal, or of a constant of the module that holds one. */
function textOf(values: Values, module: SourceModule, argument: t.Node): string | undefined {
  const { node } = values.follow({ node: argument, module, scope: module.scope });
  if (node.type === 'StringLiteral') return node.value;
  if (node.type !== 'TemplateLiteral' || node.expressions.length > 0) return undefined;
  return node.quasis[0]?.value.cooked ?? undefined;
}

/** Every node below, without recursion: a long chain of calls is deep. */
function visit(roots: readonly t.Node[], see: (node: t.Node) => void): void {
  const open: unknown[] = [...roots];
  while (open.length > 0) {
    const next = open.pop();
    if (Array.isArray(next)) open.push(...next);
    else if (isNode(next)) {
      see(next);
      open.push(...Object.values(next));
    }
  }
}

const isNode = (value: unknown): value is t.Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
