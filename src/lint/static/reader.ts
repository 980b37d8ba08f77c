/**
 * Reads values from source code as far as it shows them. Runs nothing, and always ends: cycles and values that are
 * nested too deeply are unknown.
 */
import type * as t from '@babel/types';
import type { SourceModule } from '../code/module.js';
import { isCall, isFunctionNode, isMember, memberKey } from '../code/nodes.js';
import { rangeOf } from '../code/place.js';
import { exportsOf, isCode, type SourceProject } from '../code/project.js';
import type { Changes } from './changes.js';
import { functionId, lookUp, moduleFrame } from './frame.js';
import { isGeneratorOrAsync, parametersOf, returnOf } from './functions.js';
import type { Gap } from './gaps.js';
import { callKnown } from './known-calls.js';
import type { Binding, Frame, NodeReader, StaticNode } from './model.js';
import { childOf, functionLeaf, leaf, unknown } from './node.js';
import { arithmetic, readList, readObject } from './parts.js';
import { gapAt, gapOf, hasOwn, importOf, isFixed, isInCall, readJson } from './reading.js';
import { defaultName } from './scopes.js';

/** No value that people write is deeper. */
const MAX_DEPTH = 200;
/** The maximum number of expressions that are read. */
const MAX_READS = 300_000;
/** The maximum number of function calls, in total and nested: a function that calls itself twice makes millions. */
const MAX_CALLS = 5_000;
const MAX_CALL_DEPTH = 20;

export class StaticReader implements NodeReader {
  readonly project: SourceProject;
  readonly #changes: Changes;
  readonly #frames = new Map<SourceModule, Frame>();
  readonly #known = new Map<Frame, Map<t.Node, StaticNode>>();
  readonly #open = new Set<t.Node>();
  #depth = 0;
  #reads = 0;
  #calls = 0;
  #callDepth = 0;

  constructor(project: SourceProject, changes: Changes) {
    this.project = project;
    this.#changes = changes;
  }

  /** Undefined if the module has no visible default export. */
  default(module: SourceModule): StaticNode | undefined {
    return this.#exported(module, 'default', new Set());
  }

  /** The plan that a `provisioning` function returns; its context is unknown. */
  planOf(code: { node: t.Node; frame: Frame }): StaticNode {
    const argument = gapAt('argument', code.node, code.frame);
    return this.apply(code, [argument], gapOf('call', code.node, code.frame), true);
  }

  read(node: t.Node, frame: Frame): StaticNode {
    const known = this.#known.get(frame) ?? new Map<t.Node, StaticNode>();
    this.#known.set(frame, known);
    const before = known.get(node);
    if (before !== undefined) return before;
    if (this.#depth >= MAX_DEPTH || this.#reads++ > MAX_READS) return gapAt('limit', node, frame);
    // The value depends on itself.
    if (this.#open.has(node) && !isInCall(frame)) return gapAt('computed', node, frame);
    this.#depth++;
    this.#open.add(node);
    const value = this.#evaluate(node, frame);
    this.#open.delete(node);
    this.#depth--;
    known.set(node, value);
    return value;
  }

  #evaluate(node: t.Node, frame: Frame): StaticNode {
    switch (node.type) {
      case 'StringLiteral':
      case 'NumericLiteral':
      case 'BooleanLiteral':
        return leaf(node.value);
      case 'NullLiteral':
        return leaf(null);
      case 'BigIntLiteral':
        return leaf(BigInt(node.value));
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
      case 'ParenthesizedExpression':
        return this.read(node.expression, frame);
      case 'ObjectExpression':
        return readObject(this, node, frame);
      case 'ArrayExpression':
        return readList(this, node, frame);
      case 'Identifier':
        return this.#named(node, frame);
      case 'AwaitExpression':
        return this.#awaited(node.argument, frame);
      case 'TemplateLiteral':
      case 'ConditionalExpression':
      case 'LogicalExpression':
      case 'UnaryExpression':
      case 'BinaryExpression':
        return arithmetic(this, node, frame) ?? gapAt('computed', node, frame);
      default:
        if (isFunctionNode(node)) return functionLeaf(node, frame);
        if (isMember(node)) return this.#member(node, frame);
        return isCall(node) ? this.#call(node, frame, false) : gapAt('computed', node, frame);
    }
  }

  #awaited(node: t.Node, frame: Frame): StaticNode {
    return isCall(node) ? this.#call(node, frame, true) : this.read(node, frame);
  }

  #named(node: t.Identifier, frame: Frame): StaticNode {
    const { name } = node;
    const found = lookUp(name, frame);
    if (found === undefined) {
      if (name === 'undefined') return leaf(undefined);
      if (name === 'NaN') return leaf(Number.NaN);
      return name === 'Infinity' ? leaf(Infinity) : gapAt('computed', node, frame);
    }
    const value = this.#bound(found.binding, found.frame, node, frame);
    if (
      value.kind === 'unknown' ||
      isFixed(found.binding, value) ||
      !this.#changes.mayChange(found.frame.id, name)
    )
      return value;
    return gapAt('changed', node, frame, name);
  }

  #bound(binding: Binding, owner: Frame, node: t.Node, frame: Frame): StaticNode {
    switch (binding.kind) {
      case 'value':
        return this.read(binding.init, owner);
      case 'part':
        return childOf(this.read(binding.init, owner), binding.key);
      case 'argument':
        return binding.value;
      case 'opaque':
        return gapAt('computed', node, frame);
      case 'import':
        return this.#imported(owner.module, binding.from, binding.name, binding.at);
    }
  }

  #imported(from: SourceModule, specifier: string, name: string, at: t.Node): StaticNode {
    const place = rangeOf(at, from);
    const resolution = this.project.resolve(from.file, specifier);
    if ('fault' in resolution)
      return unknown({ code: resolution.fault, at: place, detail: specifier });
    const { file } = resolution;
    const unreadable = (detail = specifier): StaticNode =>
      unknown({ code: 'unreadable', at: place, detail });
    if (file.endsWith('.json') && name === 'default') return readJson(file) ?? unreadable();
    const module = isCode(file) ? this.project.module(file) : undefined;
    if (module === undefined || name === '*') return unreadable(this.project.faultOf(file)?.reason);
    const found = this.#exported(module, name, new Set());
    return found ?? unknown({ code: 'export', at: place, detail: `${name} of ${specifier}` });
  }

  #exported(module: SourceModule, name: string, seen: Set<SourceModule>): StaticNode | undefined {
    if (seen.has(module)) return undefined;
    seen.add(module);
    const frame = this.#frameOf(module);
    for (const entry of exportsOf(module, name)) {
      const found =
        entry.kind === 'node'
          ? this.read(entry.node, frame)
          : entry.kind === 'name'
            ? this.#ownExport(entry.name, frame)
            : this.#reExported(module, entry, seen);
      if (found) return this.#unchanged(found, module, name);
    }
    return undefined;
  }

  #ownExport(name: string, frame: Frame): StaticNode | undefined {
    const binding = frame.names.get(name);
    if (binding === undefined) return undefined;
    const { start, end } = binding.kind === 'value' ? binding.init : { start: 0, end: 0 };
    return this.#named({ type: 'Identifier', name, start, end } as t.Identifier, frame);
  }

  #unchanged(value: StaticNode, module: SourceModule, name: string): StaticNode {
    const isDefault = name === 'default';
    const mayChange =
      isDefault &&
      (this.#changes.mayChange('', defaultName(module.file)) ||
        this.#changes.mayChange('', 'module'));
    if (!mayChange || value.kind === 'unknown') return value;
    return unknown({
      code: 'changed',
      at: { file: module.file, line: 1, column: 1 },
      detail: 'the default export',
    });
  }

  #reExported(
    module: SourceModule,
    { from, name }: { from: string; name: string },
    seen: Set<SourceModule>,
  ): StaticNode | undefined {
    const resolution = this.project.resolve(module.file, from);
    if ('fault' in resolution)
      return unknown({
        code: resolution.fault,
        at: rangeOf(importOf(module, from), module),
        detail: from,
      });
    const target = isCode(resolution.file) ? this.project.module(resolution.file) : undefined;
    if (target === undefined)
      return unknown({
        code: 'unreadable',
        at: rangeOf(importOf(module, from), module),
        detail: from,
      });
    return this.#exported(target, name, seen);
  }

  /** Reads `plan.customData`, also if `plan` is a whole module. */
  #member(node: t.MemberExpression | t.OptionalMemberExpression, frame: Frame): StaticNode {
    const key = memberKey(node);
    if (key === undefined) return gapAt('computed', node, frame);
    const whole = this.#wholeModule(node.object, frame);
    if (whole !== undefined) return this.#imported(whole.module, whole.from, String(key), node);
    const owner = this.read(node.object, frame);
    // A value of a prototype, such as a method, is not in the source.
    return hasOwn(owner, key) ? childOf(owner, key) : gapAt('computed', node, frame);
  }

  #wholeModule(node: t.Node, frame: Frame): { module: SourceModule; from: string } | undefined {
    if (node.type !== 'Identifier') return undefined;
    const found = lookUp(node.name, frame);
    if (found?.binding.kind !== 'import' || found.binding.name !== '*') return undefined;
    if (this.#changes.mayChange('', node.name)) return undefined;
    return { module: found.frame.module, from: found.binding.from };
  }

  #call(
    node: t.CallExpression | t.OptionalCallExpression | t.NewExpression,
    frame: Frame,
    awaited: boolean,
  ): StaticNode {
    if (node.type === 'NewExpression') return gapAt('call', node, frame);
    const known = callKnown(this, node, frame);
    if (known !== undefined) return known;
    const { callee } = node;
    if (callee.type !== 'Identifier' && !isFunctionNode(callee) && !isMember(callee))
      return gapAt('call', node, frame);
    const called = this.read(callee, frame);
    if (called.kind !== 'leaf' || called.code === undefined) {
      const gap =
        called.kind === 'unknown' && called.gap.code !== 'computed' ? called.gap.detail : undefined;
      return gapAt('call', node, frame, gap);
    }
    const values = node.arguments.map((one) =>
      one.type === 'SpreadElement' ? gapAt('argument', one, frame) : this.read(one, frame),
    );
    return this.apply(called.code, values, gapOf('call', node, frame), awaited);
  }

  /** The result of a project function that only returns a value. */
  apply(
    { node, frame }: { node: t.Node; frame: Frame },
    values: readonly StaticNode[],
    gap: Gap,
    awaited: boolean,
  ): StaticNode {
    if (!isFunctionNode(node) || isGeneratorOrAsync(node, awaited)) return unknown(gap);
    if (this.#calls++ > MAX_CALLS || this.#callDepth >= MAX_CALL_DEPTH)
      return unknown({ ...gap, code: 'limit' });
    const inner: Frame = {
      id: functionId(frame.module.file, node),
      module: frame.module,
      names: parametersOf(this, node, values, frame),
      outer: frame,
    };
    this.#callDepth++;
    const value = returnOf(this, node, inner);
    this.#callDepth--;
    return value;
  }

  #frameOf(module: SourceModule): Frame {
    const frame = this.#frames.get(module) ?? moduleFrame(module);
    this.#frames.set(module, frame);
    return frame;
  }
}
