/** Scopes and names, for `Changes`. */
import type * as t from '@babel/types';
import {
  childrenOf,
  isCall,
  isFunctionNode,
  isMember,
  memberKey,
  namesUsed,
  unwrapped,
} from '../code/nodes.js';
import { functionId, patternNames } from './frame.js';

export interface Place {
  file: string;
  /** The enclosing functions, the innermost last. */
  functions: { id: string; names: ReadonlySet<string> }[];
  /** Whether it runs when the module loads or the plan is made. */
  eager: boolean;
}

/** Functions that do not change their arguments. */
export const HARMLESS =
  /^(define(Integration|BulkStep|CustomData|Config)|loadPlan|String|Number|Boolean|BigInt|Symbol|Date|URL|RegExp|Error|Map|Set|structuredClone|parseInt|parseFloat|isNaN)$/;
const HARMLESS_OWNERS = /^(JSON|Math|Number|String|Array|console|Date|Symbol|Promise)$/;
const HARMLESS_OF_OBJECT =
  /^(freeze|isFrozen|seal|keys|values|entries|fromEntries|hasOwn|is|getOwnPropertyNames|groupBy)$/;

/** Methods that do not change their object. What they pass to a callback is checked. */
export const READING = new Set(
  `at concat endsWith entries every filter find findIndex findLast findLastIndex flat flatMap forEach get has includes
  indexOf join keys lastIndexOf map padEnd padStart reduce reduceRight repeat replace replaceAll slice some split
  startsWith test toLowerCase toReversed toSorted toSpliced toString toUpperCase trim trimEnd trimStart valueOf values
  with`.split(/\s+/),
);

export const ADDING = new Set(['push', 'unshift', 'splice', 'fill', 'set', 'add']);

/** The names whose values may contain the value of an expression. `wholes`: names of whole modules. */
export function rootNames(node: t.Node, eager: boolean, wholes: ReadonlySet<string>): string[] {
  const inner = unwrapped(node);
  if (isMember(inner)) {
    const { object } = inner;
    const isWhole = object.type === 'Identifier' && wholes.has(object.name);
    const key = isWhole ? memberKey(inner) : undefined;
    return key === undefined ? rootNames(object, eager, wholes) : [String(key)];
  }
  if (!isCall(inner)) return namesUsed(inner);
  const callee = unwrapped(inner.callee);
  const gives = eager || (callee.type === 'Identifier' && HARMLESS.test(callee.name));
  const given = gives ? inner.arguments.flatMap(namesUsed) : [];
  const returned = gives ? inner.arguments.flatMap(functionsIn).flatMap(returnedNames) : [];
  return [...rootNames(callee, eager, wholes), ...given, ...returned];
}

/** The name of the default export of a module. */
export const defaultName = (file: string): string => `default of ${file}`;

export const exportedName = (name: string, file: string): string =>
  name === 'default' ? defaultName(file) : name;

/** The innermost function that declares a name, or else the module. */
export function resolved(name: string, { functions }: Place): string {
  const owner = functions.findLast(({ names }) => names.has(name));
  return owner === undefined ? name : `${owner.id}#${name}`;
}

export function entered(node: t.Function, place: Place, eager: boolean): Place {
  const id = functionId(place.file, node);
  return { ...place, functions: [...place.functions, { id, names: ownNames(node) }], eager };
}

const OWN_NAMES = new WeakMap<t.Node, ReadonlySet<string>>();

/** The parameters of a function, and the names that any block in it declares. */
export function ownNames(node: t.Function): ReadonlySet<string> {
  const known = OWN_NAMES.get(node);
  if (known !== undefined) return known;
  const names = new Set(node.params.flatMap(patternNames));
  const open: t.Node[] = [node.body];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (one.type === 'VariableDeclarator') for (const name of patternNames(one.id)) names.add(name);
    if (one.type === 'CatchClause') for (const name of patternNames(one.param)) names.add(name);
    if ((one.type === 'FunctionDeclaration' || one.type === 'ClassDeclaration') && one.id)
      names.add(one.id.name);
    if (!isFunctionNode(one)) open.push(...childrenOf(one));
  }
  OWN_NAMES.set(node, names);
  return names;
}

export function functionName(node: t.Function): string | undefined {
  if ('id' in node && node.id) return node.id.name;
  if ('key' in node && node.key.type === 'Identifier') return node.key.name;
  return undefined;
}

/** The name that a declaration or a property gives to its value. */
export function givenName(parent: t.Node, child: t.Node): string | undefined {
  if (parent.type === 'VariableDeclarator' && parent.init === child)
    return parent.id.type === 'Identifier' ? parent.id.name : undefined;
  if (parent.type === 'ObjectProperty' && parent.value === child)
    return parent.key.type === 'Identifier' ? parent.key.name : undefined;
  return undefined;
}

/** The returned and yielded expressions. */
export function returnedNames(node: t.Function): string[] {
  if (node.body.type !== 'BlockStatement') return namesUsed(node.body);
  const names: string[] = [];
  const open: t.Node[] = [node.body];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (/^(ReturnStatement|YieldExpression)$/.test(one.type) && 'argument' in one && one.argument)
      names.push(...namesUsed(one.argument as t.Node));
    else if (!isFunctionNode(one)) open.push(...childrenOf(one));
  }
  return names;
}

/** The functions in the literals and classes of a value, except those of steps. */
export function functionsIn(value: t.Node): t.Function[] {
  const found: t.Function[] = [];
  const open = [value];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (isFunctionNode(one)) found.push(one);
    else if (!(isCall(one) && one.callee.type === 'Identifier' && HARMLESS.test(one.callee.name)))
      open.push(...childrenOf(one));
  }
  return found;
}

export const isGetter = (node: t.Node): boolean =>
  'kind' in node && (node.kind === 'get' || node.kind === 'set');

export const isOfClass = (node: t.Node): boolean => /^Class/.test(node.type);

export const isModuleExports = (node: t.Node): boolean =>
  isMember(node) &&
  node.object.type === 'Identifier' &&
  node.object.name === 'module' &&
  memberKey(node) === 'exports';

export function isHarmless(owner: string, method: string | number | undefined): boolean {
  if (owner === 'Object') return HARMLESS_OF_OBJECT.test(String(method));
  return HARMLESS_OWNERS.test(owner);
}

/** Whether the expression may be another module. */
export function mayLoad(value: t.Node): boolean {
  const open = [value];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (one.type === 'Import' || one.type === 'ImportExpression') return true;
    if (one.type === 'Identifier' && one.name === 'require') return true;
    if (!isFunctionNode(one)) open.push(...childrenOf(one));
  }
  return false;
}
