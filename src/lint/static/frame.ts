/** Resolves names in code that is not run. A declared name always hides an outer one. */
import type * as t from '@babel/types';
import type { SourceModule } from '../code/module.js';
import { childrenOf, isFunctionNode } from '../code/nodes.js';
import { nameOf } from '../code/scope.js';
import type { Binding, Frame } from './model.js';

export const functionId = (file: string, node: t.Node): string => `${file}#${node.start}`;

export function moduleFrame(module: SourceModule): Frame {
  return { id: '', module, names: namesIn(module.body) };
}

export function namesIn(body: readonly t.Statement[]): Map<string, Binding> {
  const names = new Map<string, Binding>();
  for (const [name, binding] of [...body.flatMap(bindingsOf), ...body.flatMap(hoisted)]) {
    // With two declarations, the value depends on the time of use.
    names.set(name, names.has(name) ? { kind: 'opaque', at: nodeOf(binding) } : binding);
  }
  return names;
}

/** The names that `var` declares in inner statements: their values depend on the executed statements. */
function hoisted(statement: t.Statement): [string, Binding][] {
  if (/Declaration$/.test(statement.type)) return [];
  const found: [string, Binding][] = [];
  const open: t.Node[] = [statement];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (one.type === 'VariableDeclaration' && one.kind === 'var')
      found.push(...one.declarations.flatMap(({ id }) => opaque(id)));
    if (!isFunctionNode(one)) open.push(...childrenOf(one));
  }
  return found;
}

function nodeOf(binding: Binding): t.Node {
  return 'init' in binding ? binding.init : (binding as { at: t.Node }).at;
}

function bindingsOf(statement: t.Statement): [string, Binding][] {
  switch (statement.type) {
    case 'ImportDeclaration':
      if (statement.importKind === 'type') return [];
      return statement.specifiers.map((specifier) => {
        const name =
          specifier.type === 'ImportDefaultSpecifier'
            ? 'default'
            : specifier.type === 'ImportSpecifier'
              ? nameOf(specifier.imported)
              : '*';
        return [
          specifier.local.name,
          { kind: 'import', from: statement.source.value, name, at: statement },
        ];
      });
    case 'ExportNamedDeclaration':
      return statement.declaration ? bindingsOf(statement.declaration) : [];
    case 'ExportDefaultDeclaration': {
      const { declaration } = statement;
      const named =
        declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration';
      return named ? bindingsOf(declaration) : [];
    }
    case 'FunctionDeclaration':
      return statement.id
        ? [[statement.id.name, { kind: 'value', init: statement, constant: false }]]
        : [];
    case 'VariableDeclaration':
      return statement.declarations.flatMap(({ id, init }) =>
        declared(id, init, statement.kind === 'const'),
      );
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
    case 'TSModuleDeclaration':
    case 'TSImportEqualsDeclaration': {
      const { id } = statement;
      return id?.type === 'Identifier' ? [[id.name, { kind: 'opaque', at: statement }]] : [];
    }
    default:
      return [];
  }
}

function declared(
  id: t.Node,
  init: t.Node | null | undefined,
  constant: boolean,
): [string, Binding][] {
  if (id.type === 'Identifier')
    return [[id.name, init ? { kind: 'value', init, constant } : { kind: 'opaque', at: id }]];
  if (id.type === 'ObjectPattern' && init) {
    return id.properties.flatMap((property): [string, Binding][] => {
      if (property.type !== 'ObjectProperty') return opaque(property);
      const { key, value, computed } = property;
      if (computed || key.type !== 'Identifier' || value.type !== 'Identifier')
        return opaque(value);
      return [[value.name, { kind: 'part', init, key: key.name }]];
    });
  }
  return opaque(id);
}

const opaque = (pattern: t.Node): [string, Binding][] =>
  patternNames(pattern).map((name) => [name, { kind: 'opaque', at: pattern }]);

/** All names that a pattern declares. */
export function patternNames(pattern: t.Node | null | undefined): string[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((one) =>
        patternNames(one.type === 'RestElement' ? one.argument : one.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap(patternNames);
    case 'AssignmentPattern':
      return patternNames(pattern.left);
    case 'RestElement':
      return patternNames(pattern.argument);
    case 'TSParameterProperty':
      return patternNames(pattern.parameter);
    default:
      return [];
  }
}

export function lookUp(name: string, frame: Frame): { binding: Binding; frame: Frame } | undefined {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.outer) {
    const binding = at.names.get(name);
    if (binding !== undefined) return { binding, frame: at };
  }
  return undefined;
}
