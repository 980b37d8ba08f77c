/** Finds the names that modules import from packages and use as values. */
import type * as t from '@babel/types';
import type { SourcePlace } from '../../plan/rule.js';
import type { SourceModule } from './module.js';
import { type Names, namesOf, scopeBelow } from './module-names.js';
import { childrenOf, isFunctionNode, isMember, memberKey } from './nodes.js';
import { rangeOf } from './place.js';
import { nameOf } from './scope.js';

export interface ImportedName {
  /** As written in the code, such as `spm-connect/kit`. */
  from: string;
  /** `*` for the module itself. */
  name: string;
  at: SourcePlace;
}

type IsMeant = (specifier: string) => boolean;

/** Only imports whose specifier `isMeant` accepts. */
export function importedNames(modules: readonly SourceModule[], isMeant: IsMeant): ImportedName[] {
  return modules.flatMap((module) => {
    const { found, used } = new ImportReader(isMeant).read(module.body);
    // TypeScript removes an import that is used only as a type.
    const isTyped = /\.[cm]?ts$/.test(module.file);
    return found
      .filter(({ local }) => local === undefined || !isTyped || used.has(local))
      .sort((a, b) => (a.node.start ?? 0) - (b.node.start ?? 0))
      .map(({ from, name, node }) => ({ from, name, at: rangeOf(node, module) }));
  });
}

interface Imported {
  from: string;
  name: string;
  /** The local name, if the import may be only a type. */
  local?: string;
  node: t.Node;
}

/** TypeScript nodes that also hold values. */
const WITH_VALUES =
  /^TS(AsExpression|SatisfiesExpression|NonNullExpression|TypeAssertion|InstantiationExpression|ExportAssignment|ParameterProperty|EnumDeclaration|EnumBody|EnumMember|ModuleDeclaration|ModuleBlock|ImportEqualsDeclaration)$/;

/** Reads one module, without recursion: a long chain of calls is deep. */
class ImportReader {
  readonly found: Imported[] = [];
  /** Names that are used as values. */
  readonly used = new Set<string>();
  readonly #open: { node: t.Node; names: Names }[] = [];

  constructor(private readonly isMeant: IsMeant) {}

  read(body: readonly t.Statement[]): this {
    const names = namesOf(body);
    this.#later(body, names);
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop())
      this.#later(this.#partsOf(next.node, next.names), scopeBelow(next.node, next.names));
    return this;
  }

  #later(nodes: readonly (t.Node | null | undefined)[], names: Names): void {
    for (const node of nodes) if (node) this.#open.push({ node, names });
  }

  #add(from: string | undefined, name: string | undefined, node: t.Node, local?: string): void {
    if (from === undefined || name === undefined || !this.isMeant(from)) return;
    this.found.push({ from, name, node, ...(local !== undefined && { local }) });
  }

  /** Records the imports of a node. Returns the child nodes that hold values. */
  #partsOf(node: t.Node, names: Names): (t.Node | null | undefined)[] {
    if (node.type.startsWith('TS') && !WITH_VALUES.test(node.type)) return [];
    switch (node.type) {
      case 'Identifier':
        this.used.add(node.name);
        return [];
      case 'ImportDeclaration':
        this.#declaration(node);
        return [];
      case 'ExportAllDeclaration':
        if (node.exportKind !== 'type') this.#add(node.source.value, '*', node.source);
        return [];
      case 'ExportNamedDeclaration':
        return this.#exported(node);
      case 'ExportSpecifier':
        return node.exportKind === 'type' ? [] : [node.local];
      case 'ObjectProperty':
        return node.computed ? [node.key, node.value] : [node.value];
      case 'VariableDeclarator':
        if (node.init) this.#members(node.id, names.moduleOf(node.init));
        return childrenOf(node);
      case 'CallExpression':
        return this.#call(node, names);
      case 'MemberExpression':
      case 'OptionalMemberExpression': {
        const key = memberKey(node);
        this.#add(names.moduleOf(node.object), key?.toString(), node.property);
        return node.computed ? [node.object, node.property] : [node.object];
      }
      default:
        return childrenOf(node);
    }
  }

  #declaration({ importKind, source, specifiers }: t.ImportDeclaration): void {
    if (importKind === 'type') return;
    if (specifiers.length === 0) this.#add(source.value, '*', source);
    for (const one of specifiers) {
      const local = one.local.name;
      if (one.type === 'ImportNamespaceSpecifier') this.#add(source.value, '*', one);
      else if (one.type === 'ImportDefaultSpecifier')
        this.#add(source.value, 'default', one, local);
      else if (one.importKind !== 'type')
        this.#add(source.value, nameOf(one.imported), one.imported, local);
    }
  }

  #exported(node: t.ExportNamedDeclaration): (t.Node | null | undefined)[] {
    if (node.exportKind === 'type') return [];
    if (!node.source) return [node.declaration, ...node.specifiers];
    for (const one of node.specifiers) {
      if (one.type === 'ExportNamespaceSpecifier') this.#add(node.source.value, '*', one);
      else if (one.type === 'ExportSpecifier' && one.exportKind !== 'type')
        this.#add(node.source.value, nameOf(one.local), one.local);
    }
    return [];
  }

  /** `import('x')` and `require('x')`, and the names that `import('x').then(...)` takes. */
  #call(node: t.CallExpression, names: Names): (t.Node | null | undefined)[] {
    const loaded = names.loadedBy(node);
    if (loaded !== undefined) this.#add(loaded, '*', node.arguments[0] as t.Node);
    const [first] = node.arguments;
    const { callee } = node;
    if (!isMember(callee) || memberKey(callee) !== 'then' || !first || !isFunctionNode(first))
      return childrenOf(node);
    const from = names.promisedBy(callee.object);
    const [param] = first.params;
    if (from === undefined || param === undefined) return childrenOf(node);
    this.#members(param, from);
    const inner = scopeBelow(first, names);
    if (param.type === 'Identifier') inner.own.set(param.name, from);
    this.#later([first.body], inner);
    return [callee, ...node.arguments.slice(1)];
  }

  /** `{ a, b: c }` of a module. */
  #members(pattern: t.Node, from: string | undefined): void {
    if (pattern.type !== 'ObjectPattern') return;
    for (const one of pattern.properties) {
      if (one.type !== 'ObjectProperty') continue;
      const { key, computed } = one;
      if (key.type === 'StringLiteral') this.#add(from, key.value, key);
      else if (key.type === 'Identifier' && !computed) this.#add(from, key.name, key);
    }
  }
}
