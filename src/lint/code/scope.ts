/** The values of names in a module or in a function. */
import type * as t from '@babel/types';

export type Binding =
  | { kind: 'value'; init: t.Node; id: t.Node }
  /** `name` is `*` for the whole module. */
  | { kind: 'import'; from: string; name: string };

export interface Scope {
  names: ReadonlyMap<string, Binding>;
  outer?: Scope;
}

export function scopeOf(body: readonly t.Statement[], outer?: Scope): Scope {
  const names = new Map(body.flatMap(bindingsOf));
  return outer === undefined ? { names } : { names, outer };
}

export function lookUp(
  name: string,
  scope: Scope | undefined,
): { binding: Binding; scope: Scope } | undefined {
  for (let at = scope; at !== undefined; at = at.outer) {
    const binding = at.names.get(name);
    if (binding !== undefined) return { binding, scope: at };
  }
  return undefined;
}

function bindingsOf(statement: t.Statement): [string, Binding][] {
  switch (statement.type) {
    case 'ImportDeclaration':
      return statement.specifiers.map((specifier) => [
        specifier.local.name,
        { kind: 'import', from: statement.source.value, name: importedName(specifier) },
      ]);
    case 'ExportNamedDeclaration':
      return statement.declaration ? bindingsOf(statement.declaration) : [];
    case 'ExportDefaultDeclaration':
      return statement.declaration.type === 'FunctionDeclaration'
        ? bindingsOf(statement.declaration)
        : [];
    case 'FunctionDeclaration':
      return statement.id
        ? [[statement.id.name, { kind: 'value', init: statement, id: statement.id }]]
        : [];
    case 'VariableDeclaration':
      return statement.declarations.flatMap(({ id, init }): [string, Binding][] =>
        id.type === 'Identifier' && init ? [[id.name, { kind: 'value', init, id }]] : [],
      );
    default:
      return [];
  }
}

function importedName(specifier: t.ImportDeclaration['specifiers'][number]): string {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  return specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : '*';
}

/** `export { a as 'b' }` */
export const nameOf = (node: t.Identifier | t.StringLiteral): string =>
  node.type === 'Identifier' ? node.name : node.value;
