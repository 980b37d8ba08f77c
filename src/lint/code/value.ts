/** Follows names in code to their literals, without running it. */
import type * as t from '@babel/types';
import type { Segment } from '../../connector/path.js';
import type { SourceModule } from './module.js';
import { exportsOf, type SourceProject } from './project.js';
import { lookUp, type Scope, scopeOf } from './scope.js';

/** A part of a module, with its scope. */
export interface Value {
  node: t.Node;
  module: SourceModule;
  scope: Scope;
  /** The key of the property, or the name of the constant in the same module. */
  key?: t.Node;
}

/** The maximum number of names between a name and its literal; more mean a cycle. */
const MAX_STEPS = 100;

export class Values {
  readonly #project: SourceProject;
  #steps = 0;

  constructor(project: SourceProject) {
    this.#project = project;
  }

  /** The literal of the default export. */
  default(module: SourceModule): Value | undefined {
    this.#steps = 0;
    return this.#exported(module, 'default');
  }

  /** The value at a key or an index; undefined if the source does not show it. */
  child(parent: Value, segment: Segment): Value | undefined {
    this.#steps = 0;
    return this.#child(parent, segment);
  }

  #child(parent: Value, segment: Segment): Value | undefined {
    const { node } = parent;
    const found = isFunction(node)
      ? this.#ofFunction(parent, segment)
      : node.type === 'ObjectExpression'
        ? this.#property(parent, node, String(segment))
        : node.type === 'ArrayExpression' && typeof segment === 'number'
          ? this.#element(parent, node, segment)
          : undefined;
    return found && this.#follow(found);
  }

  /** The part of the value that a function returns. */
  #ofFunction(parent: Value, segment: Segment): Value | undefined {
    const returned = returnedBy(parent);
    return returned && this.#child(this.#follow(returned), segment);
  }

  /** The last property with that name, or else the one in a spread. */
  #property(parent: Value, object: t.ObjectExpression, name: string): Value | undefined {
    for (const property of object.properties.toReversed()) {
      if (property.type === 'SpreadElement') {
        const spread = this.#follow({ ...within(parent), node: property.argument });
        const found = this.#child(spread, name);
        if (found !== undefined) return found;
      } else if (!property.computed && keyName(property.key) === name) {
        const node = property.type === 'ObjectMethod' ? property : property.value;
        return { ...within(parent), node, key: property.key };
      }
    }
    return undefined;
  }

  /** After a spread of unknown length, all indexes are unknown. */
  #element(parent: Value, { elements }: t.ArrayExpression, index: number): Value | undefined {
    let left = index;
    for (const element of elements) {
      if (element?.type !== 'SpreadElement') {
        if (left === 0) return element ? { ...within(parent), node: element } : undefined;
        left--;
        continue;
      }
      const spread = this.#follow({ ...within(parent), node: element.argument });
      if (spread.node.type !== 'ArrayExpression') return undefined;
      const { elements: inner } = spread.node;
      if (inner.some((item) => item?.type === 'SpreadElement')) return undefined;
      if (left < inner.length) return this.#element(spread, spread.node, left);
      left -= inner.length;
    }
    return undefined;
  }

  #follow(value: Value): Value {
    if (this.#steps++ > MAX_STEPS) return value;
    const next = this.#next(value);
    return next === undefined ? value : this.#follow(next);
  }

  /** One step closer to a literal. */
  #next(value: Value): Value | undefined {
    const { node } = value;
    switch (node.type) {
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
      case 'ParenthesizedExpression':
        return { ...value, node: node.expression };
      case 'AwaitExpression':
        return { ...value, node: node.argument };
      case 'Identifier':
        return this.#named(value.module, value.scope, node.name);
      case 'MemberExpression':
        return this.#member(value, node);
      case 'CallExpression':
        return this.#called(value, node);
      default:
        return undefined;
    }
  }

  #named(module: SourceModule, scope: Scope, name: string): Value | undefined {
    const found = lookUp(name, scope);
    if (found === undefined) return undefined;
    const { binding } = found;
    if (binding.kind === 'value')
      return { node: binding.init, module, scope: found.scope, key: binding.id };
    const from = this.#project.imported(module, binding.from);
    return from && binding.name !== '*' ? this.#exported(from, binding.name) : undefined;
  }

  /** Reads `plan.customData`, also if `plan` is a whole module. */
  #member(value: Value, node: t.MemberExpression): Value | undefined {
    const name = memberName(node);
    if (name === undefined) return undefined;
    const module = this.#wholeModule(value, node.object);
    if (module !== undefined) return this.#exported(module, String(name));
    const object = this.#follow({ ...within(value), node: node.object });
    return this.#child(object, name);
  }

  #wholeModule({ module, scope }: Value, object: t.Node): SourceModule | undefined {
    if (object.type !== 'Identifier') return undefined;
    const binding = lookUp(object.name, scope)?.binding;
    if (binding?.kind !== 'import' || binding.name !== '*') return undefined;
    return this.#project.imported(module, binding.from);
  }

  /** `defineIntegration(x)` and the like return their argument; a project function returns its result. */
  #called(value: Value, { callee, arguments: given }: t.CallExpression): Value | undefined {
    const [first] = given;
    if (first !== undefined && givesBack(callee)) return { ...value, node: first };
    if (callee.type !== 'Identifier') return undefined;
    const called = this.#follow({ ...within(value), node: callee });
    return isFunction(called.node) ? returnedBy(called) : undefined;
  }

  #exported(module: SourceModule, name: string): Value | undefined {
    if (this.#steps++ > MAX_STEPS) return undefined;
    for (const entry of exportsOf(module, name)) {
      const found = this.#ofExport(module, entry);
      if (found !== undefined) return this.#follow(found);
    }
    return undefined;
  }

  #ofExport(module: SourceModule, entry: ReturnType<typeof exportsOf>[number]): Value | undefined {
    if (entry.kind === 'node') return { node: entry.node, module, scope: module.scope };
    if (entry.kind === 'name') return this.#named(module, module.scope, entry.name);
    const from = this.#project.imported(module, entry.from);
    return from && this.#exported(from, entry.name);
  }
}

/** The module and scope of a value, for another node. */
const within = ({ module, scope }: Value): Omit<Value, 'node'> => ({ module, scope });

type FunctionNode =
  | t.ArrowFunctionExpression
  | t.FunctionExpression
  | t.FunctionDeclaration
  | t.ObjectMethod;

export function isFunction(node: t.Node): node is FunctionNode {
  return (
    node.type === 'ArrowFunctionExpression' ||
    node.type === 'FunctionExpression' ||
    node.type === 'FunctionDeclaration' ||
    node.type === 'ObjectMethod'
  );
}

/** The last returned value of a function outside of conditions and loops. */
function returnedBy({ node, module, scope }: Value): Value | undefined {
  if (!isFunction(node)) return undefined;
  const { body } = node;
  if (body.type !== 'BlockStatement') return { node: body, module, scope };
  const returned = body.body.findLast((statement) => statement.type === 'ReturnStatement');
  const argument = returned?.type === 'ReturnStatement' ? returned.argument : undefined;
  return argument ? { node: argument, module, scope: scopeOf(body.body, scope) } : undefined;
}

function givesBack(callee: t.Node): boolean {
  if (callee.type === 'Identifier') return /^define[A-Z]/.test(callee.name);
  if (callee.type !== 'MemberExpression') return false;
  const name = memberName(callee);
  if (typeof name !== 'string') return false;
  return /^define[A-Z]/.test(name) || (isNamed(callee.object, 'Object') && name === 'freeze');
}

const isNamed = (node: t.Node, name: string): boolean =>
  node.type === 'Identifier' && node.name === name;

function memberName({ property, computed }: t.MemberExpression): Segment | undefined {
  if (!computed) return property.type === 'Identifier' ? property.name : undefined;
  if (property.type === 'StringLiteral' || property.type === 'NumericLiteral')
    return property.value;
  return undefined;
}

function keyName(key: t.Node): string | undefined {
  if (key.type === 'Identifier') return key.name;
  if (key.type === 'StringLiteral' || key.type === 'NumericLiteral') return String(key.value);
  return undefined;
}
