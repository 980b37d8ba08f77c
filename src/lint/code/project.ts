/** The modules of a project, connected by relative imports. */
import { realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type * as t from '@babel/types';
import {
  type ModuleFault,
  type Parse,
  readModule,
  type SourceModule,
  tryModule,
} from './module.js';
import { loadedBy } from './nodes.js';
import { nameOf } from './scope.js';

/** The maximum number of modules that are read: enough for any connector. */
const MAX_MODULES = 500;

/** The maximum number of characters of all modules in a project that is not run: enough for any connector. */
const MAX_TEXT = 16 * 1024 * 1024;

type SyntaxFault = Extract<ModuleFault, { kind: 'syntax' }>;

/** The target of an import. */
export type Resolution =
  | { file: string }
  | { fault: 'package' | 'outside' | 'ambiguous' | 'missing' };

export class SourceProject {
  readonly #parse: Parse;
  /** Real path. */
  readonly root: string | undefined;
  readonly #modules = new Map<string, SourceModule | undefined>();
  readonly #faults = new Map<string, ModuleFault>();
  #text = 0;

  /** @param root Real path of a folder: reads no file outside of it, and no package. Absent: reads all imports. */
  constructor(parse: Parse, root?: string) {
    this.#parse = parse;
    this.root = root;
  }

  /** Undefined for a module that cannot be read, or when the maximum number of modules is reached. */
  module(file: string): SourceModule | undefined {
    if (this.#modules.has(file)) return this.#modules.get(file);
    if (this.#modules.size >= MAX_MODULES) return undefined;
    const module = this.root === undefined ? readModule(file, this.#parse) : this.#checked(file);
    this.#modules.set(file, module);
    return module;
  }

  /** Syntax errors by file. */
  mistakes(): [string, SyntaxFault][] {
    return [...this.#faults].flatMap(([file, fault]): [string, SyntaxFault][] =>
      fault.kind === 'syntax' ? [[file, fault]] : [],
    );
  }

  /** Why a module of the project could not be read. */
  faultOf(file: string): ModuleFault | undefined {
    return this.#faults.get(file);
  }

  #checked(file: string): SourceModule | undefined {
    if (this.#text > MAX_TEXT) return undefined;
    const read = tryModule(file, this.#parse);
    if ('fault' in read) {
      this.#faults.set(file, read.fault);
      return undefined;
    }
    this.#text += read.module.text.length;
    return read.module;
  }

  /** The module of a relative import. */
  imported(from: SourceModule, specifier: string): SourceModule | undefined {
    const found = this.resolve(from.file, specifier);
    if ('fault' in found) return undefined;
    return this.root === undefined || isCode(found.file) ? this.module(found.file) : undefined;
  }

  /** The file of a relative import. With a root, only if every loader would choose the same file. */
  resolve(from: string, specifier: string): Resolution {
    if (!/^\.\.?\//.test(specifier)) return { fault: 'package' };
    const path = resolve(dirname(from), specifier);
    if (this.root === undefined) {
      const file = candidates(path).find(isFile);
      return file === undefined ? { fault: 'missing' } : { file };
    }
    const files = [...new Set([...candidates(path), ...others(path)])].filter(isFile);
    const [file] = files;
    if (file === undefined) return { fault: 'missing' };
    // A package.json can name a main file other than the index.
    if (files.length > 1 || isFile(`${path}/package.json`)) return { fault: 'ambiguous' };
    return isInside(file, this.root) ? { file } : { fault: 'outside' };
  }

  /**
   * The module and all its direct and indirect imports; with `loaded` also the modules that its functions load with
   * `import()` and `require()`.
   */
  modulesFrom(entry: SourceModule, { loaded = false } = {}): SourceModule[] {
    const found = new Set([entry]);
    // The loop also visits modules that it adds to the set.
    for (const module of found) {
      const specifiers = module.body.flatMap(specifierOf);
      if (loaded && /\b(import|require)\s*\(/.test(module.text))
        specifiers.push(...loadedBy(module.body));
      for (const specifier of specifiers) {
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

/** In TypeScript `./plan.js` means `./plan.ts`; the extension or `/index` is optional. */
function candidates(path: string): string[] {
  const compiled = /^(.*)\.([cm]?)js$/.exec(path);
  return [
    ...(compiled ? [`${compiled[1]}.${compiled[2]}ts`] : []),
    path,
    ...EXTENSIONS.map((extension) => `${path}.${extension}`),
    ...EXTENSIONS.map((extension) => `${path}/index.${extension}`),
  ];
}

/** Files that other loaders also try. */
function others(path: string): string[] {
  return ['tsx', 'jsx', 'json', 'node', 'wasm'].flatMap((extension) => [
    `${path}.${extension}`,
    `${path}/index.${extension}`,
  ]);
}

export const isCode = (file: string): boolean => /\.[cm]?[jt]s$/.test(file);

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Whether a file is in a folder, after following links, and not in a package. `root` is a real path. */
export function isInside(file: string, root: string): boolean {
  const way = relative(root, realpathSync(file));
  const parts = way.split(sep);
  return !isAbsolute(way) && parts[0] !== '..' && !parts.includes('node_modules');
}

/** An export: a part of the module, or a name of another module. */
export type Export =
  | { kind: 'node'; node: t.Node }
  | { kind: 'name'; name: string }
  | { kind: 'from'; from: string; name: string };

/** `*` of other modules comes last: each of them may have the name. */
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
  // A declaration is a name in the scope of the module.
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
