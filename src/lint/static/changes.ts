/**
 * Finds the names whose values code may change, as `plan.events.push(...)` does. Errs on the safe side: equal names of a
 * module count as one, and unknown code may change its arguments.
 */
import type * as t from '@babel/types';
import type { SourceModule } from '../code/module.js';
import {
  childrenOf,
  isCall,
  isFunctionNode,
  isMember,
  memberKey,
  namesUsed,
  unwrapped,
} from '../code/nodes.js';
import { nameOf } from '../code/scope.js';
import { patternNames } from './frame.js';
import {
  ADDING,
  defaultName,
  entered,
  exportedName,
  functionName,
  functionsIn,
  givenName,
  HARMLESS,
  isGetter,
  isHarmless,
  isModuleExports,
  isOfClass,
  mayLoad,
  type Place,
  READING,
  resolved,
  returnedNames,
  rootNames,
} from './scopes.js';

/** Names that reach everything, such as `eval`. */
const ALL = '*';

/** The maximum number of syntax nodes and links that are followed. */
const MAX_EFFORT = 1_500_000;

/** Lint calls the functions with these names. */
const CALLED_BY_LINT = ['provisioning', 'parseSettings', 'enabled'];
/** The file that an import of a module leads to; undefined for packages. */
export type ResolveImport = (from: string, specifier: string) => string | undefined;

export class Changes {
  readonly #changed = new Set<string>();
  /** Which names change together: a name, and the names whose values may contain its value. */
  readonly #links = new Map<string, Set<string>>();
  readonly #called = new Set(CALLED_BY_LINT);
  /** The parameters of functions, by function name. */
  readonly #parameters = new Map<string, Set<string>>();
  /** Names of whole modules, from `* as`. */
  readonly #wholes = new Set<string>();
  readonly #resolve: ResolveImport;
  #assignedExports = 0;
  #effort = 0;

  constructor(modules: readonly SourceModule[], resolve: ResolveImport) {
    this.#resolve = resolve;
    try {
      this.#read(modules);
    } catch {
      // The code is too deep or too large.
      this.#changed.add(ALL);
    }
    this.#spread();
  }

  /** `id` is the frame that declares the name. */
  mayChange(id: string, name: string): boolean {
    return this.#changed.has(ALL) || this.#changed.has(id === '' ? name : `${id}#${name}`);
  }

  #read(modules: readonly SourceModule[]): void {
    for (const { file, body } of modules)
      for (const statement of body) this.#collect(statement, { file, functions: [], eager: true });
    // Follows calls until there are no new ones.
    for (let known = -1; known !== this.#called.size; ) {
      known = this.#called.size;
      this.#assignedExports = 0;
      for (const { file, body } of modules)
        for (const statement of body) this.#visit(statement, { file, functions: [], eager: true });
    }
    if (this.#assignedExports > 1) this.#changed.add('module');
  }

  /** The parameters of all named functions. */
  #collect(node: t.Node, place: Place, name?: string): void {
    if (isFunctionNode(node)) {
      const inner = entered(node, place, false);
      const own = functionName(node) ?? name;
      if (own !== undefined) {
        const known = this.#parameters.get(own) ?? new Set();
        for (const one of ['arguments', ...node.params.flatMap(patternNames)])
          known.add(resolved(one, inner));
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

  /** A function that is only a value does not run. */
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
        if (left.type !== 'VariableDeclaration') this.#write(left, place, right);
        else for (const { id } of left.declarations) this.#alias(patternNames(id), right, place);
        return;
      }
      case 'AssignmentPattern':
        this.#alias(patternNames(node.left), node.right, place);
        return;
      case 'ClassDeclaration':
        if (node.id) this.#alias([node.id.name], node, place);
        return;
      case 'ThrowStatement':
        if (!isCall(unwrapped(node.argument))) this.#hand(node.argument, place);
        return;
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

  /** Values of packages are unknown anyway. */
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
    this.#callBack(given, callee.object, place);
    if (isHarmless(owner, method)) return;
    if (typeof method === 'string' && READING.has(method)) {
      for (const one of given)
        if (one.type === 'Identifier') this.#callOf(one.name, [callee.object], place);
      return;
    }
    // `Object.assign(plan, ...)` and similar calls change their first argument.
    if (/^(Object|Reflect)$/.test(owner)) for (const one of given) this.#hand(one, place);
    else this.#write(callee.object, place);
    if (!place.eager) return;
    // A value that is added to a list changes with the list. A function with the name of a list method does not run.
    if (ADDING.has(String(method))) for (const one of given) this.#hand(one, place);
    else this.#callOf(String(method), given, place);
  }

  /** A callback may get the entries and the other arguments of the call. */
  #callBack(given: readonly t.Node[], owner: t.Node, place: Place): void {
    for (const one of given) {
      const values = [owner, ...given.filter((other) => other !== one)];
      if (isFunctionNode(one)) {
        const inner = entered(one, place, false);
        for (const name of one.params.flatMap(patternNames))
          for (const used of values.flatMap(namesUsed)) this.#link(name, inner, used, place);
      } else if (one.type === 'Identifier' && this.#parameters.has(one.name))
        this.#callOf(one.name, values, place);
    }
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

  /** The names that an unknown call may change. */
  #hand(given: t.Node, place: Place): void {
    for (const used of namesUsed(given)) this.#changed.add(resolved(used, place));
  }

  #write(target: t.Node, place: Place, value?: t.Node): void {
    for (const name of rootNames(target, place.eager, this.#wholes)) {
      this.#changed.add(resolved(name, place));
      for (const used of value ? namesUsed(value) : []) this.#link(name, place, used, place);
    }
  }

  #alias(names: readonly string[], value: t.Node, place: Place): void {
    const used = namesUsed(value);
    const loads = used.includes('require') || value.type === 'AwaitExpression';
    for (const name of names) {
      for (const one of used) this.#link(name, place, one, place);
      if (loads && mayLoad(value)) this.#linkKeys(resolved(name, place), ALL);
      for (const held of functionsIn(value))
        for (const one of returnedNames(held))
          this.#link(name, place, one, entered(held, place, false));
    }
  }

  #link(name: string, at: Place, to: string, toAt: Place): void {
    this.#linkKeys(resolved(name, at), to === ALL ? ALL : resolved(to, toAt));
  }

  /** @throws Error if there is more code than people write */
  #spend(): void {
    if (this.#effort++ > MAX_EFFORT) throw new Error('there is too much code');
  }

  #linkKeys(from: string, to: string): void {
    this.#spend();
    if (from === to) return;
    const known = this.#links.get(from) ?? new Set();
    this.#links.set(from, known.add(to));
  }

  /** The parts of a changed value change too. */
  #spread(): void {
    for (const name of this.#changed)
      for (const linked of this.#links.get(name) ?? []) this.#changed.add(linked);
  }
}
