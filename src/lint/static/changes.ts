/**
 * Which names stand for values that code may change after they are written, as `plan.events.push(...)` does. Errs on
 * the safe side: names of modules are not told apart, and what is handed to unknown code may be changed.
 */
import type * as t from '@babel/types';
import type { SourceModule } from '../code/module.js';
import { nameOf } from '../code/scope.js';
import { patternNames } from './frame.js';
import {
  childrenOf,
  isCall,
  isFunctionNode,
  isMember,
  memberKey,
  namesUsed,
  unwrapped,
} from './nodes.js';
import {
  entered,
  functionName,
  givenName,
  HARMLESS,
  isGetter,
  isHarmless,
  isModuleExports,
  isOfClass,
  mayLoad,
  type Place,
  resolved,
  returnedNames,
  rootNames,
} from './scopes.js';

/** Reaches everything, as `eval` does. */
const ALL = '*';

/** Methods that leave what they are called on as it is; what they hand to a callback is looked at. */
const READING = new Set(
  `at concat endsWith entries every filter find findIndex findLast findLastIndex flat flatMap forEach get has includes
  indexOf join keys lastIndexOf map padEnd padStart reduce reduceRight repeat replace replaceAll slice some split
  startsWith test toLowerCase toReversed toSorted toSpliced toString toUpperCase trim trimEnd trimStart valueOf values
  with`.split(/\s+/),
);

/** Pieces of code that are looked at, and names that are linked. */
const MAX_EFFORT = 1_500_000;

const ADDING = new Set(['push', 'unshift', 'splice', 'fill', 'set', 'add']);

/** Functions of these names are called when a connector is looked at. */
const CALLED_BY_LINT = ['provisioning', 'parseSettings', 'enabled'];

/** The file that an import of a module leads to; undefined for packages. */
export type ResolveImport = (from: string, specifier: string) => string | undefined;

/** The name that stands for what a module default-exports. */
export const defaultName = (file: string): string => `default of ${file}`;

export class Changes {
  readonly #changed = new Set<string>();
  /** What is changed with what: a name, and those that its value may be a part of. */
  readonly #links = new Map<string, Set<string>>();
  readonly #called = new Set(CALLED_BY_LINT);
  /** Parameters of functions, by the functions' names. */
  readonly #parameters = new Map<string, Set<string>>();
  /** Names of whole modules, as `* as` gives them. */
  readonly #wholes = new Set<string>();
  readonly #resolve: ResolveImport;
  #assignedExports = 0;
  #effort = 0;

  constructor(modules: readonly SourceModule[], resolve: ResolveImport) {
    this.#resolve = resolve;
    try {
      this.#read(modules);
    } catch {
      // Too deep, or too much, to be walked through.
      this.#changed.add(ALL);
    }
    this.#spread();
  }

  /** `id` is that of the frame that declares the name. */
  mayChange(id: string, name: string): boolean {
    return this.#changed.has(ALL) || this.#changed.has(id === '' ? name : `${id}#${name}`);
  }

  #read(modules: readonly SourceModule[]): void {
    for (const { file, body } of modules)
      for (const statement of body) this.#collect(statement, { file, functions: [], eager: true });
    // What is called by what is called: until nothing is added, or everything counts.
    for (let known = -1; known !== this.#called.size; ) {
      known = this.#called.size;
      this.#assignedExports = 0;
      for (const { file, body } of modules)
        for (const statement of body) this.#visit(statement, { file, functions: [], eager: true });
    }
    if (this.#assignedExports > 1) this.#changed.add('module');
  }

  /** The parameters of every function that has a name. */
  #collect(node: t.Node, place: Place, name?: string): void {
    if (isFunctionNode(node)) {
      const inner = entered(node, place, false);
      const own = functionName(node) ?? name;
      if (own !== undefined) {
        const known = this.#parameters.get(own) ?? new Set();
        for (const one of node.params.flatMap(patternNames)) known.add(resolved(one, inner));
        this.#parameters.set(own, known);
      }
      for (const child of childrenOf(node)) this.#collect(child, inner);
      return;
    }
    for (const child of childrenOf(node)) this.#collect(child, place, givenName(node, child));
  }

  #visit(node: t.Node, place: Place, name?: string): void {
    if (isFunctionNode(node)) {
      const own = functionName(node) ?? name;
      const eager = place.eager && (isGetter(node) || own === undefined || this.#called.has(own));
      const isCalled = own !== undefined && this.#called.has(own);
      const inner = entered(node, place, eager || isCalled || isOfClass(node));
      if (own !== undefined)
        for (const used of returnedNames(node)) this.#link(own, place, used, inner);
      for (const child of childrenOf(node)) this.#visit(child, inner);
      return;
    }
    this.#note(node, place);
    for (const child of childrenOf(node))
      this.#visit(child, this.#placeOf(child, node, place), givenName(node, child));
  }

  /** A function that only stands as a value somewhere is not run by that. */
  #placeOf(child: t.Node, parent: t.Node, place: Place): Place {
    if (!isFunctionNode(child) || isCall(parent)) return place;
    return isGetter(child) ? place : { ...place, eager: false };
  }

  #note(node: t.Node, place: Place): void {
    this.#spend();
    switch (node.type) {
      case 'AssignmentExpression':
        if (isModuleExports(node.left)) this.#assignedExports++;
        else this.#write(node.left, place, node.right);
        return;
      case 'UpdateExpression':
        this.#write(node.argument, place);
        return;
      case 'UnaryExpression':
        if (node.operator === 'delete') this.#write(node.argument, place);
        return;
      case 'VariableDeclarator':
        if (node.init) this.#alias(patternNames(node.id), node.init, place);
        return;
      case 'ForOfStatement':
      case 'ForInStatement': {
        const { left, right } = node;
        if (left.type !== 'VariableDeclaration') {
          this.#write(left, place, right);
          return;
        }
        this.#alias(
          left.declarations.flatMap(({ id }) => patternNames(id)),
          right,
          place,
        );
        return;
      }
      case 'ImportDeclaration':
        this.#import(node, place);
        return;
      case 'ExportNamedDeclaration':
        for (const one of node.specifiers)
          if (one.type === 'ExportSpecifier')
            this.#linkKeys(exportedName(nameOf(one.exported), place.file), one.local.name);
        return;
      case 'ExportDefaultDeclaration':
        this.#alias([defaultName(place.file)], node.declaration, place);
        return;
      case 'TaggedTemplateExpression':
        if (place.eager) this.#hand(node.quasi, place);
        return;
      default:
        if (isCall(node)) this.#call(node, place);
    }
  }

  /** What a package gives is not looked at anyway. */
  #import({ specifiers, source }: t.ImportDeclaration, place: Place): void {
    const file = this.#resolve(place.file, source.value);
    for (const one of specifiers) {
      const name = one.local.name;
      if (one.type === 'ImportNamespaceSpecifier') this.#wholes.add(name);
      if (file === undefined) continue;
      if (one.type === 'ImportNamespaceSpecifier') this.#linkKeys(name, ALL);
      else if (one.type === 'ImportDefaultSpecifier') this.#linkKeys(name, defaultName(file));
      else this.#linkKeys(name, exportedName(nameOf(one.imported), file));
    }
  }

  #call(node: t.CallExpression | t.OptionalCallExpression | t.NewExpression, place: Place): void {
    const callee = unwrapped(node.callee);
    const given = node.arguments;
    if (callee.type === 'Identifier') {
      this.#callOf(callee.name, given, place);
      return;
    }
    if (!isMember(callee)) {
      if (place.eager) for (const one of given) this.#hand(one, place);
      return;
    }
    const method = memberKey(callee);
    const owner = callee.object.type === 'Identifier' ? callee.object.name : '';
    if (this.#wholes.has(owner)) {
      this.#callOf(String(method), given, place);
      return;
    }
    if (isHarmless(owner, method)) return;
    for (const one of given)
      if (isFunctionNode(one))
        this.#alias(one.params.flatMap(patternNames), callee.object, entered(one, place, false));
    if (typeof method === 'string' && READING.has(method)) {
      // A function that is named is handed the entries.
      for (const one of given)
        if (one.type === 'Identifier') this.#callOf(one.name, [callee.object], place);
      return;
    }
    // `Object.assign(plan, ...)` and its like change what they are given.
    if (/^(Object|Reflect)$/.test(owner)) for (const one of given) this.#hand(one, place);
    else this.#write(callee.object, place);
    if (!place.eager) return;
    // What is added to a list changes with it; a function that happens to have that name is not called.
    if (ADDING.has(String(method))) for (const one of given) this.#hand(one, place);
    else this.#callOf(String(method), given, place);
  }

  #callOf(name: string, given: readonly t.Node[], place: Place): void {
    if (name === 'eval' || name === 'Function') this.#changed.add(ALL);
    if (HARMLESS.test(name) && !this.#parameters.has(name)) return;
    if (place.eager) this.#called.add(name);
    const parameters = this.#parameters.get(name);
    for (const one of given) {
      if (place.eager && one.type === 'Identifier') this.#called.add(one.name);
      for (const used of namesUsed(one)) {
        for (const parameter of parameters ?? []) this.#linkKeys(parameter, resolved(used, place));
        if (parameters === undefined && place.eager) this.#changed.add(resolved(used, place));
      }
    }
  }

  /** What a call that cannot be followed may change. */
  #hand(given: t.Node, place: Place): void {
    for (const used of namesUsed(given)) this.#changed.add(resolved(used, place));
  }

  #write(target: t.Node, place: Place, value?: t.Node): void {
    for (const name of rootNames(target, place.eager, this.#wholes)) {
      this.#changed.add(resolved(name, place));
      if (value === undefined || target.type !== 'Identifier') continue;
      for (const used of namesUsed(value)) this.#link(name, place, used, place);
    }
  }

  #alias(names: readonly string[], value: t.Node, place: Place): void {
    const used = namesUsed(value);
    const loads = used.includes('require') || value.type === 'AwaitExpression';
    for (const name of names) {
      for (const one of used) this.#link(name, place, one, place);
      if (loads && mayLoad(value)) this.#linkKeys(resolved(name, place), ALL);
    }
  }

  #link(name: string, at: Place, to: string, toAt: Place): void {
    this.#linkKeys(resolved(name, at), to === ALL ? ALL : resolved(to, toAt));
  }

  /** @throws Error when there is more than anyone writes */
  #spend(): void {
    if (this.#effort++ > MAX_EFFORT) throw new Error('there is too much code');
  }

  #linkKeys(from: string, to: string): void {
    this.#spend();
    if (from === to) return;
    const known = this.#links.get(from) ?? new Set();
    this.#links.set(from, known.add(to));
  }

  /** What a changed value is made of is changed, too. */
  #spread(): void {
    for (const name of this.#changed)
      for (const linked of this.#links.get(name) ?? []) this.#changed.add(linked);
  }
}

const exportedName = (name: string, file: string): string =>
  name === 'default' ? defaultName(file) : name;
