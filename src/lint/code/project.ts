/** The modules of a project that lead from one to the other by relative imports. */
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type * as t from '@babel/types';
import { type Parse, readModule, type SourceModule } from './module.js';
import { nameOf } from './scope.js';

/** Enough for any connector; what lies behind them is not looked at. */
const MAX_MODULES = 500;

export class SourceProject {
  readonly #parse: Parse;
  readonly #modules = new Map<string, SourceModule | undefined>();

  constructor(parse: Parse) {
    this.#parse = parse;
  }

  /** Undefined for what cannot be read, and when there are too many. */
  module(file: string): SourceModule | undefined {
    if (this.#modules.has(file)) return this.#modules.get(file);
    if (this.#modules.size >= MAX_MODULES) return undefined;
    const module = readModule(file, this.#parse);
    this.#modules.set(file, module);
    return module;
  }

  /** The module that a relative import of another leads to. */
  imported(from: SourceModule, specifier: string): SourceModule | undefined {
    if (!/^\.\.?\//.test(specifier)) return undefined;
    const file = candidates(resolve(dirname(from.file), specifier)).find(isFile);
    return file === undefined ? undefined : this.module(file);
  }

  /** The module and all that it leads to. */
  modulesFrom(entry: SourceModule): SourceModule[] {
    const found = new Set([entry]);
    // A set that grows while it is read goes on to what was added.
    for (const module of found) {
      for (const specifier of module.body.flatMap(specifierOf)) {
        const imported = this.imported(module, specifier);
        if (imported !== undefined) found.add(imported);
      }
    }
    return [...found];
  }
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

const EXTENSIONS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];

/** In TypeScript `./plan.js` is written for `./plan.ts`; the extension or `/index` can be left out. */
function candidates(path: string): string[] {
  const compiled = /^(.*)\.([cm]?)js$/.exec(path);
  return [
    ...(compiled ? [`${compiled[1]}.${compiled[2]}ts`] : []),
    path,
    ...EXTENSIONS.map((extension) => `${path}.${extension}`),
    ...EXTENSIONS.map((extension) => `${path}/index.${extension}`),
  ];
}

const isFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** What a module exports under a name: a part of its own, or a name of another module. */
export type Export =
  | { kind: 'node'; node: t.Node }
  | { kind: 'name'; name: string }
  | { kind: 'from'; from: string; name: string };

/** `*` of other modules comes last, and is a guess: each is asked in turn. */
export function exportsOf({ body }: SourceModule, wanted: string): Export[] {
  return body.flatMap((statement): Export[] => {
    switch (statement.type) {
      case 'ExportDefaultDeclaration':
        return wanted === 'default' ? [{ kind: 'node', node: statement.declaration }] : [];
      case 'ExportNamedDeclaration':
        return exportedName(statement, wanted);
      case 'ExportAllDeclaration':
        return wanted === 'default'
          ? []
          : [{ kind: 'from', from: statement.source.value, name: wanted }];
      case 'TSExportAssignment':
        return wanted === 'default' ? [{ kind: 'node', node: statement.expression }] : [];
      case 'ExpressionStatement':
        return wanted === 'default' ? commonJs(statement.expression) : [];
      default:
        return [];
    }
  });
}

function exportedName(statement: t.ExportNamedDeclaration, wanted: string): Export[] {
  // What is declared here is a name of the module's scope.
  if (statement.declaration) return [{ kind: 'name', name: wanted }];
  return statement.specifiers.flatMap((specifier): Export[] => {
    if (specifier.type !== 'ExportSpecifier' || nameOf(specifier.exported) !== wanted) return [];
    const name = specifier.local.name;
    const from = statement.source?.value;
    return [from === undefined ? { kind: 'name', name } : { kind: 'from', from, name }];
  });
}

/** `module.exports = ...` */
function commonJs(expression: t.Expression): Export[] {
  if (expression.type !== 'AssignmentExpression') return [];
  const { left, right } = expression;
  const isExports =
    left.type === 'MemberExpression' &&
    left.object.type === 'Identifier' &&
    left.object.name === 'module' &&
    left.property.type === 'Identifier' &&
    left.property.name === 'exports';
  return isExports ? [{ kind: 'node', node: right }] : [];
}
