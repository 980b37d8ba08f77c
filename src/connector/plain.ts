import { causeText } from '../errors.js';
import { child, entry } from './path.js';
import { type Problem, problem } from './problem.js';

/** More than any author declares. A limit is needed, since getters can create objects without end. */
const MAX_OBJECTS = 1_000_000;
const MAX_DEPTH = 100;
const MAX_PROBLEMS = 100;

export interface Plain {
  value: unknown;
  /** The values that could not be read; the copy does not have them. */
  problems: Problem[];
}

/**
 * A copy that is safe to read: an author's object may have getters that throw, be a proxy, or contain itself.
 * Functions and built-in objects are not copied. Members of the prototype, such as the methods of a class, are part of
 * the copy, but not enumerable.
 */
export function plainCopy(value: unknown): Plain {
  const copier = new Copier();
  return { value: copier.copy(value), problems: copier.problems };
}

/** A part to copy, and its place. */
interface Part {
  from: object;
  to: Record<string, unknown>;
  parent: Part | undefined;
  key: string;
  depth: number;
}

class Copier {
  readonly problems: Problem[] = [];
  private readonly copies = new Map<object, object>();
  private readonly open: Part[] = [];

  copy(value: unknown): unknown {
    const copied = this.read(() => value, undefined, '');
    for (let part = this.open.pop(); part !== undefined; part = this.open.pop()) {
      // An endless object gives endless problems.
      if (this.problems.length >= MAX_PROBLEMS) break;
      this.fill(part);
    }
    return copied;
  }

  private fill(part: Part): void {
    const { from, to } = part;
    try {
      for (const key of Object.keys(from)) {
        const value = this.read(() => Reflect.get(from, key), part, key);
        // Assigning this key would set the prototype.
        if (key === '__proto__') Object.defineProperty(to, key, { value, enumerable: true });
        else to[key] = value;
      }
      for (const key of hiddenKeys(from)) {
        const value = this.read(() => Reflect.get(from, key), part, key);
        Object.defineProperty(to, key, { value });
      }
    } catch (error) {
      this.note(part, error);
    }
  }

  /** Reads a value and returns its copy, which `fill` completes; undefined when it cannot be read. */
  private read(get: () => unknown, parent: Part | undefined, key: string): unknown {
    try {
      const value = get();
      if (typeof value !== 'object' || value === null) return value;
      return this.copies.get(value) ?? this.begin(value, parent, key);
    } catch (error) {
      this.note({ parent, key }, error);
      return undefined;
    }
  }

  private begin(value: object, parent: Part | undefined, key: string): object {
    const depth = parent === undefined ? 0 : parent.depth + 1;
    if (depth > MAX_DEPTH) throw new Error(`it is nested more than ${MAX_DEPTH} deep`);
    if (this.copies.size > MAX_OBJECTS) throw new Error('there is too much of it');
    const copy = emptyLike(value);
    this.copies.set(value, copy);
    if (copy !== value) {
      this.open.push({ from: value, to: copy as Part['to'], parent, key, depth });
    }
    return copy;
  }

  private note(part: Pick<Part, 'parent' | 'key'>, error: unknown): void {
    if (this.problems.length >= MAX_PROBLEMS) return;
    this.problems.push(problem(pathOf(part), 'unreadable', { reason: reasonOf(error) }));
  }
}

/** Returns a built-in object itself, such as a Date, since it holds no declarations. */
function emptyLike(original: object): object {
  if (Array.isArray(original)) return new Array(original.length);
  if (Object.prototype.toString.call(original) !== '[object Object]') return original;
  const prototype: unknown = Object.getPrototypeOf(original);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain ? {} : instanceLike(original);
}

/** Still not a plain object, but without the getters of its class. */
function instanceLike(original: object): object {
  const named = { name: String(original.constructor?.name) };
  return Object.create(Object.create(Object.prototype, { constructor: { value: named } }));
}

/** Properties that are not enumerable, mostly members of classes. */
function hiddenKeys(object: object): string[] {
  if (Array.isArray(object)) return [];
  const keys: string[] = [];
  let source: object | null = object;
  while (source !== null && source !== Object.prototype) {
    for (const key of Object.getOwnPropertyNames(source)) {
      const isListed = Object.prototype.propertyIsEnumerable.call(object, key);
      if (!isListed && key !== 'constructor' && key !== '__proto__') keys.push(key);
    }
    source = Object.getPrototypeOf(source);
  }
  return [...new Set(keys)];
}

function pathOf(part: Pick<Part, 'parent' | 'key'>): string {
  if (part.parent === undefined) return part.key;
  const path = pathOf(part.parent);
  return Array.isArray(part.parent.to) ? entry(path, Number(part.key)) : child(path, part.key);
}

/** Even the thrown value may throw when it is read. */
function reasonOf(error: unknown): string {
  try {
    return causeText(error) ?? 'no reason is given';
  } catch {
    return 'no reason is given';
  }
}
