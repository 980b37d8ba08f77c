/** The names that modules import from packages, as far as they are used as values. */
import type * as t from '@babel/types';
import type { SourcePlace } from '../../plan/rule.js';
import type { SourceModule } from './module.js';
import { rangeOf } from './place.js';
import { nameOf } from './scope.js';

export interface ImportedName {
  /** As it is written, such as `spm-connect/kit`. */
  from: string;
  /** `*` for the module itself. */
  name: string;
  at: SourcePlace;
}

/** Of the specifiers that `isMeant` takes. */
export function importedNames(
  modules: readonly SourceModule[],
  isMeant: (specifier: string) => boolean,
): ImportedName[] {
  return modules.flatMap((module) => {
    const found = importsIn(module, isMeant);
    if (found.length === 0) return [];
    const used = usesIn(module);
    // In TypeScript an import that is used as a type alone is gone when the code runs.
    const isTyped = /\.[cm]?ts$/.test(module.file);
    return found.flatMap(({ from, name, node, local }) => {
      if (name !== '*') {
        const counts = local === undefined || !isTyped || used.names.has(local);
        return counts ? [{ from, name, at: rangeOf(node, module) }] : [];
      }
      const members = used.members.filter(({ object }) => object === local);
      return [
        { from, name, at: rangeOf(node, module) },
        ...members.map(({ name: member, node: at }) => ({
          from,
          name: member,
          at: rangeOf(at, module),
        })),
      ];
    });
  });
}

interface Imported {
  from: string;
  name: string;
  /** What the module calls it; undefined for what it hands on. */
  local?: string;
  node: t.Node;
}

function importsIn({ body }: SourceModule, isMeant: (specifier: string) => boolean): Imported[] {
  return body.flatMap((statement): Imported[] => {
    if (statement.type === 'ImportDeclaration') {
      const from = statement.source.value;
      if (statement.importKind === 'type' || !isMeant(from)) return [];
      return statement.specifiers.flatMap((one) => importOf(one, from));
    }
    if (statement.type === 'ExportNamedDeclaration' && statement.source) {
      const from = statement.source.value;
      if (statement.exportKind === 'type' || !isMeant(from)) return [];
      return statement.specifiers.flatMap((one): Imported[] =>
        one.type === 'ExportSpecifier' && one.exportKind !== 'type'
          ? [{ from, name: nameOf(one.local), node: one.local }]
          : [],
      );
    }
    return statement.type === 'VariableDeclaration' ? loadedIn(statement, isMeant) : [];
  });
}

function importOf(one: t.ImportDeclaration['specifiers'][number], from: string): Imported[] {
  const local = one.local.name;
  if (one.type === 'ImportNamespaceSpecifier') return [{ from, name: '*', local, node: one }];
  if (one.type === 'ImportDefaultSpecifier') return [{ from, name: 'default', local, node: one }];
  if (one.importKind === 'type') return [];
  return [{ from, name: nameOf(one.imported), local, node: one.imported }];
}

/** `const { a } = require('x')`, and the same with `await import('x')`. */
function loadedIn(
  { declarations }: t.VariableDeclaration,
  isMeant: (specifier: string) => boolean,
): Imported[] {
  return declarations.flatMap(({ id, init }): Imported[] => {
    const from = init ? loadedBy(init) : undefined;
    if (from === undefined || !isMeant(from)) return [];
    if (id.type === 'Identifier') return [{ from, name: '*', local: id.name, node: id }];
    if (id.type !== 'ObjectPattern') return [];
    return id.properties.flatMap((one): Imported[] =>
      one.type === 'ObjectProperty' && one.key.type === 'Identifier' && !one.computed
        ? [{ from, name: one.key.name, node: one.key }]
        : [],
    );
  });
}

function loadedBy(node: t.Node): string | undefined {
  if (node.type === 'AwaitExpression') return loadedBy(node.argument);
  if (node.type !== 'CallExpression') return undefined;
  const { callee, arguments: given } = node;
  const loads =
    callee.type === 'Import' || (callee.type === 'Identifier' && callee.name === 'require');
  const [first] = given;
  return loads && first?.type === 'StringLiteral' ? first.value : undefined;
}

interface Uses {
  names: Set<string>;
  members: { object: string; name: string; node: t.Node }[];
}

/** Nodes of TypeScript that hold values as well. */
const WITH_VALUES =
  /^TS(AsExpression|SatisfiesExpression|NonNullExpression|TypeAssertion|InstantiationExpression|ExportAssignment|ParameterProperty|EnumDeclaration|EnumBody|EnumMember|ModuleDeclaration|ModuleBlock)$/;

function usesIn({ body }: SourceModule): Uses {
  const uses: Uses = { names: new Set(), members: [] };
  const open: unknown[] = body.filter(({ type }) => type !== 'ImportDeclaration');
  while (open.length > 0) {
    const next = open.pop();
    if (isNode(next)) open.push(...partsOf(next, uses));
    else if (Array.isArray(next)) open.push(...next);
  }
  return uses;
}

/** What is to be looked at below a node. */
function partsOf(node: t.Node, uses: Uses): unknown[] {
  if (node.type.startsWith('TS') && !WITH_VALUES.test(node.type)) return [];
  switch (node.type) {
    case 'Identifier':
      uses.names.add(node.name);
      return [];
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      if (node.computed) return [node.object, node.property];
      if (node.object.type === 'Identifier' && node.property.type === 'Identifier')
        uses.members.push({
          object: node.object.name,
          name: node.property.name,
          node: node.property,
        });
      return [node.object];
    case 'ExportNamedDeclaration':
      return node.exportKind === 'type' || node.source ? [] : [node.declaration, node.specifiers];
    case 'ExportSpecifier':
      return node.exportKind === 'type' ? [] : [node.local];
    case 'ObjectProperty':
      return node.computed ? [node.key, node.value] : [node.value];
    default:
      return Object.values(node);
  }
}

const isNode = (value: unknown): value is t.Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
