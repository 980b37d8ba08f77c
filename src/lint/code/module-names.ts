/**
 * Finds the names of a scope that stand for a whole module: `import * as a`, `const a = await import('x')`, `const
 * b = a`.
 */
import type * as t from '@babel/types';
import { isFunctionNode, unwrapped } from './nodes.js';

export class Names {
  /** The specifier of the module; null for a name that stands for anything else. */
  readonly own = new Map<string, string | null>();

  constructor(private readonly outer?: Names) {}

  /** The module that an expression stands for. */
  moduleOf(expression: t.Node): string | undefined {
    const node = unwrapped(expression);
    if (node.type === 'Identifier') return this.findModule(node.name) ?? undefined;
    if (node.type === 'AwaitExpression')
      return this.promisedBy(node.argument) ?? this.moduleOf(node.argument);
    return isImport(node) ? undefined : this.loadedBy(node);
  }

  /** The module of `import('x')`. */
  promisedBy(expression: t.Node): string | undefined {
    const node = unwrapped(expression);
    return isImport(node) ? this.loadedBy(node) : undefined;
  }

  /** The module of `import('x')` or `require('x')`. */
  loadedBy(node: t.Node): string | undefined {
    if (node.type !== 'CallExpression') return undefined;
    const { callee, arguments: given } = node;
    const isRequire =
      callee.type === 'Identifier' && callee.name === 'require' && !this.isHidden('require');
    const [first] = given;
    const loads = callee.type === 'Import' || isRequire;
    return loads && first?.type === 'StringLiteral' ? first.value : undefined;
  }

  private findModule(name: string): string | null | undefined {
    return this.own.has(name) ? this.own.get(name) : this.outer?.findModule(name);
  }

  /** Whether a declaration hides the name. The result of `createRequire` hides nothing: it also loads modules. */
  private isHidden(name: string): boolean {
    return this.own.get(name) === null || this.outer?.isHidden(name) === true;
  }
}

const isImport = (node: t.Node): boolean =>
  node.type === 'CallExpression' && node.callee.type === 'Import';

/** The names that statements declare. */
export function namesOf(statements: readonly t.Node[], outer?: Names): Names {
  const names = new Names(outer);
  for (const statement of statements) declare(statement, names);
  return names;
}

/** The names declared inside the node. */
export function scopeBelow(node: t.Node, names: Names): Names {
  if (isFunctionNode(node)) {
    const inner = new Names(names);
    for (const param of node.params) hide(param, inner);
    return inner;
  }
  switch (node.type) {
    case 'BlockStatement':
    case 'StaticBlock':
    case 'TSModuleBlock':
      return namesOf(node.body, names);
    case 'SwitchStatement':
      return namesOf(
        node.cases.flatMap(({ consequent }) => consequent),
        names,
      );
    case 'ForStatement':
      return node.init ? namesOf([node.init], names) : names;
    case 'ForInStatement':
    case 'ForOfStatement':
      return namesOf([node.left], names);
    case 'CatchClause': {
      const inner = new Names(names);
      if (node.param) hide(node.param, inner);
      return inner;
    }
    default:
      return names;
  }
}

function declare(statement: t.Node, names: Names): void {
  switch (statement.type) {
    case 'ImportDeclaration':
      for (const one of statement.specifiers)
        names.own.set(
          one.local.name,
          one.type === 'ImportNamespaceSpecifier' ? statement.source.value : null,
        );
      return;
    case 'ExportNamedDeclaration':
      if (statement.declaration) declare(statement.declaration, names);
      return;
    case 'TSImportEqualsDeclaration':
      if (statement.moduleReference.type === 'TSExternalModuleReference')
        names.own.set(statement.id.name, statement.moduleReference.expression.value);
      return;
    case 'VariableDeclaration':
      for (const { id, init } of statement.declarations) {
        hide(id, names);
        const from = id.type === 'Identifier' && init ? names.moduleOf(init) : undefined;
        if (from !== undefined) names.own.set((id as t.Identifier).name, from);
        else if (isCreateRequire(init)) names.own.delete((id as t.Identifier).name);
      }
      return;
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      if (statement.id) hide(statement.id, names);
      return;
    default:
  }
}

function isCreateRequire(init: t.Node | null | undefined): boolean {
  return (
    init?.type === 'CallExpression' &&
    init.callee.type === 'Identifier' &&
    init.callee.name === 'createRequire'
  );
}

/** The names of a pattern never stand for a module. */
function hide(pattern: t.Node, names: Names): void {
  const open: (t.Node | null)[] = [pattern];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === null) continue;
    if (node.type === 'Identifier') names.own.set(node.name, null);
    else if (node.type === 'ObjectPattern') open.push(...node.properties);
    else if (node.type === 'ObjectProperty') open.push(node.value);
    else if (node.type === 'ArrayPattern') open.push(...node.elements);
    else if (node.type === 'AssignmentPattern') open.push(node.left);
    else if (node.type === 'RestElement') open.push(node.argument);
    else if (node.type === 'TSParameterProperty') open.push(node.parameter);
  }
}
