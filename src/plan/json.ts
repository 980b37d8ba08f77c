import { child } from '../connector/path.js';
import type { Problem } from '../connector/problem.js';
import { MAX_JSON_DEPTH } from './limits.js';

/** What in a value does not survive the way to the platform as JSON, each at its own place. */
export function jsonFaults(value: unknown, path: string): Problem[] {
  const check = new JsonCheck();
  check.visit(value, path, 0);
  return check.faults;
}

class JsonCheck {
  readonly faults: Problem[] = [];
  private readonly around = new Set<object>();
  /** How many levels each object that was looked at has; one that stands in several places is looked at once. */
  private readonly heights = new Map<object, number>();

  /** How many levels the value has. `depth` is how many are around it. */
  visit(value: unknown, path: string, depth: number): number {
    if (typeof value !== 'object' || value === null) return this.visitLeaf(value, path);
    const height = this.heights.get(value);
    if (this.around.has(value)) return this.fault(path, 'holds itself');
    if (depth + (height ?? 1) > MAX_JSON_DEPTH) {
      return this.fault(path, `is nested more than ${MAX_JSON_DEPTH} levels deep`);
    }
    return height ?? this.visitObject(value, path, depth);
  }

  private visitLeaf(value: unknown, path: string): number {
    const fault = leafFault(value);
    return fault === undefined ? 0 : this.fault(path, fault);
  }

  private visitObject(value: object, path: string, depth: number): number {
    const entries = entriesOf(value, path);
    if (entries === undefined) {
      return this.fault(path, `is a ${nameOf(value)}, which JSON has no form for`);
    }
    this.around.add(value);
    let height = 1;
    for (const { key, path: place, value: part } of entries) {
      if (isPoison(key, part)) this.fault(place, `has the key "${key}", which servers refuse`);
      else height = Math.max(height, 1 + this.visit(part, place, depth + 1));
    }
    this.around.delete(value);
    this.heights.set(value, height);
    return height;
  }

  private fault(path: string, message: string): 0 {
    this.faults.push({ path, message });
    return 0;
  }
}

function leafFault(value: unknown): string | undefined {
  switch (typeof value) {
    case 'undefined':
      return 'is undefined, which JSON leaves out';
    case 'number':
      return Number.isFinite(value) ? undefined : `is ${value}, which JSON turns into null`;
    case 'bigint':
    case 'function':
    case 'symbol':
      return `is a ${typeof value}, which JSON has no form for`;
    default:
      return undefined;
  }
}

interface Entry {
  key: string;
  path: string;
  value: unknown;
}

/** Of a list or a plain object; undefined for dates, maps and other instances. */
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

/** Keys that parsers take for an attack on the objects they make. */
function isPoison(key: string, value: unknown): boolean {
  if (key === '__proto__') return true;
  const holder = typeof value === 'object' && value !== null;
  return key === 'constructor' && holder && Object.hasOwn(value, 'prototype');
}
