import { child } from '../connector/path.js';
import { type Problem, problem } from '../connector/problem.js';
import { MAX_JSON_DEPTH } from './limits.js';

/** The parts of a value that JSON loses or changes. */
export function jsonProblems(value: unknown, path: string): Problem[] {
  const check = new JsonCheck();
  check.visit(value, path, 0);
  return check.problems;
}

class JsonCheck {
  readonly problems: Problem[] = [];
  private readonly around = new Set<object>();
  /** How many levels each visited object has: an object in several places is visited once. */
  private readonly heights = new Map<object, number>();

  /** How many levels the value has. `depth` is how many are around it. */
  visit(value: unknown, path: string, depth: number): number {
    if (typeof value !== 'object' || value === null) return this.visitLeaf(value, path);
    const height = this.heights.get(value);
    if (this.around.has(value)) return this.#add(problem(path, 'json-circle', {}));
    if (depth + (height ?? 1) > MAX_JSON_DEPTH) {
      return this.#add(problem(path, 'json-depth', { max: MAX_JSON_DEPTH }));
    }
    return height ?? this.visitObject(value, path, depth);
  }

  private visitLeaf(value: unknown, path: string): number {
    const found = leafProblem(value, path);
    return found === undefined ? 0 : this.#add(found);
  }

  private visitObject(value: object, path: string, depth: number): number {
    const entries = entriesOf(value, path);
    if (entries === undefined) {
      return this.#add(problem(path, 'json-type', { type: nameOf(value) }));
    }
    this.around.add(value);
    let height = 1;
    for (const { key, path: place, value: part } of entries) {
      if (isPoison(key, part)) this.#add(problem(place, 'json-key', { key }));
      else height = Math.max(height, 1 + this.visit(part, place, depth + 1));
    }
    this.around.delete(value);
    this.heights.set(value, height);
    return height;
  }

  #add(found: Problem): 0 {
    this.problems.push(found);
    return 0;
  }
}

function leafProblem(value: unknown, path: string): Problem | undefined {
  switch (typeof value) {
    case 'undefined':
      return problem(path, 'json-undefined', {});
    case 'number':
      return Number.isFinite(value)
        ? undefined
        : problem(path, 'json-number', { value: `${value}` });
    case 'bigint':
    case 'function':
    case 'symbol':
      return problem(path, 'json-type', { type: typeof value });
    default:
      return undefined;
  }
}

interface Entry {
  key: string;
  path: string;
  value: unknown;
}

/** The entries of a list or a plain object; undefined for dates, maps and other instances. */
function entriesOf(value: object, path: string): Entry[] | undefined {
  if (Array.isArray(value)) {
    return Array.from(value, (part: unknown, index) => ({
      key: '',
      path: `${path}[${index}]`,
      value: part,
    }));
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isPlain) return undefined;
  return Object.entries(value).map(([key, part]) => ({ key, path: child(path, key), value: part }));
}

function nameOf(value: object): string {
  const name: unknown = value.constructor?.name;
  return typeof name === 'string' && name !== '' ? name : 'class instance';
}

/** Keys that JSON parsers reject as an attack on prototypes. */
function isPoison(key: string, value: unknown): boolean {
  if (key === '__proto__') return true;
  const holder = typeof value === 'object' && value !== null;
  return key === 'constructor' && holder && Object.hasOwn(value, 'prototype');
}
