import { causeText } from '../errors.js';
import type { Problem } from './problem.js';

/** More than any connector declares; getters can make objects without end. */
const MAX_OBJECTS = 20_000;
const MAX_DEPTH = 100;
const MAX_PROBLEMS = 100;

export interface Plain {
  value: unknown;
  /** What could not be read, and is left out of the copy. */
  problems: Problem[];
}

/**
 * A copy that is safe to look at: an author's object may have getters that throw, be a proxy, or hold itself.
 * Functions and built-in objects are kept as they are. What a prototype gives, such as the methods of a class, is
 * part of the copy, but not enumerable. `keep` names a key of the whole whose value is not copied.
 */
export function plainCopy(value: unknown, keep?: string): Plain {
  const copier = new Copier();
  return { value: copier.copy(value, keep), problems: copier.problems };
}

interface Pair {
  path: string;
  depth: number;
  from: object;
  to: object;
}

class Copier {
  readonly problems: Problem[] = [];
  private readonly copies = new Map<object, object>();
  private readonly open: Pair[] = [];

  copy(value: unknown, keep: string | undefined): unknown {
    const copied = this.attempt('', () => this.begin(value, '', 0));
    for (let pair = this.open.pop(); pair !== undefined; pair = this.open.pop()) {
      this.fill(pair, pair.from === value ? keep : undefined);
    }
    return copied;
  }

  /** The copy of one value, which `fill` completes. */
  private begin(value: unknown, path: string, depth: number): unknown {
    if (typeof value !== 'object' || value === null) return value;
    const known = this.copies.get(value);
    if (known !== undefined) return known;
    if (depth > MAX_DEPTH) throw new Error(`it is nested more than ${MAX_DEPTH} deep`);
    if (this.copies.size > MAX_OBJECTS) throw new Error('there is too much of it');
    const copy = emptyLike(value);
    this.copies.set(value, copy);
    if (copy !== value) this.open.push({ path, depth, from: value, to: copy });
    return copy;
  }

  private fill({ path, depth, from, to }: Pair, keep: string | undefined): void {
    for (const [key, enumerable] of this.attempt(path, () => keysOf(from)) ?? []) {
      const place = placeOf(path, key, Array.isArray(to));
      const value = this.attempt(place, () => {
        const part: unknown = Reflect.get(from, key);
        return key === keep ? part : this.begin(part, place, depth + 1);
      });
      Object.defineProperty(to, key, { value, enumerable });
    }
  }

  private attempt<T>(path: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (this.problems.length < MAX_PROBLEMS) {
        this.problems.push({ path, message: `cannot be read: ${reasonOf(error)}` });
      }
      return undefined;
    }
  }
}

/** The object itself when it is a built-in one, such as a Date: it holds no declarations. */
function emptyLike(original: object): object {
  if (Array.isArray(original)) return [];
  return Object.prototype.toString.call(original) === '[object Object]' ? {} : original;
}

/** Own keys and those that a class gives, each with whether it is enumerable. */
function keysOf(object: object): Map<string, boolean> {
  const keys = new Map(Object.keys(object).map((key) => [key, true]));
  if (Array.isArray(object)) return keys;
  let source: object | null = object;
  while (source !== null && source !== Object.prototype) {
    for (const key of Object.getOwnPropertyNames(source)) {
      if (!keys.has(key) && key !== 'constructor') keys.set(key, false);
    }
    source = Object.getPrototypeOf(source);
  }
  return keys;
}

function placeOf(path: string, key: string, isArray: boolean): string {
  if (isArray) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** Also what is thrown may be hostile. */
function reasonOf(error: unknown): string {
  try {
    return causeText(error) ?? 'no reason is given';
  } catch {
    return 'no reason is given';
  }
}
