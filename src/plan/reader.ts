import { child, entry } from '../connector/path.js';
import { isObject, type Problem, problem } from '../connector/problem.js';
import type { Expected } from '../messages/index.js';
import { numericId } from './identity.js';

/** A value of a plan, with its place. */
export interface Placed<T> {
  path: string;
  value: T;
}

/**
 * A place in a plan. Its path is written when it is needed: a large plan has a million places, and few are ever shown.
 */
export class Place {
  /** `key` is the whole path if there is no owner. `index` is the index in a list; -1 outside of lists. */
  constructor(
    readonly owner: Place | undefined,
    readonly key: string,
    readonly index = -1,
  ) {}

  get path(): string {
    const path = this.owner === undefined ? this.key : child(this.owner.path, this.key);
    return this.index < 0 ? path : entry(path, this.index);
  }
}

/** The valid values of a list. */
export class PlacedList<T> extends Place implements Iterable<Placed<T>> {
  /** `indexes` are the places of the values in the list, if it has others too. */
  constructor(
    owner: Place,
    key: string,
    readonly values: readonly T[],
    private readonly indexes?: readonly number[],
  ) {
    super(owner, key);
  }

  /** Nothing is in the list, not even a value of the wrong type, which is a finding already. */
  get isEmpty(): boolean {
    return this.values.length === 0 && this.indexes === undefined;
  }

  get length(): number {
    return this.values.length;
  }

  *[Symbol.iterator](): Generator<Placed<T>> {
    const { path } = this;
    for (const [position, value] of this.values.entries())
      yield { path: entry(path, this.indexes?.[position] ?? position), value };
  }
}

/** Reads values of unknown type, and records values of the wrong type instead of throwing. */
export class Reader {
  readonly problems: Problem[] = [];

  object(value: unknown, path: string): ObjectReader | undefined {
    return this.objectAt(value, new Place(undefined, path));
  }

  objectAt(value: unknown, place: Place): ObjectReader | undefined {
    if (isObject(value)) return new ObjectReader(this, value, place);
    this.wrongType(place.path, 'object', value);
    return undefined;
  }

  /** Records a value that is missing or has the wrong type. */
  wrongType(path: string, expected: Expected, value: unknown): void {
    const code = value === undefined ? 'missing' : 'wrong-type';
    this.problems.push(problem(path, code, { expected }));
  }
}

/** Reads the values of one object. A missing value, or one of the wrong type, is undefined or an empty text. */
export class ObjectReader {
  constructor(
    private readonly reader: Reader,
    private readonly fields: Record<string, unknown>,
    readonly place: Place,
  ) {}

  get path(): string {
    return this.place.path;
  }

  /** Like `read`, with places below this one. */
  at(place: Place): ObjectReader {
    return new ObjectReader(this.reader, this.fields, place);
  }

  /** Each object of a list, as `view` reads it; empty if there is no list. */
  objects<T>(key: string, view: (entry: ObjectReader) => T): T[] {
    const found = this.array(key)?.map((value, index) => {
      const read = this.reader.objectAt(value, new Place(this.place, key, index));
      return read && view(read);
    });
    return allThere(found ?? []);
  }

  /** Like `objects`, but the list is required. */
  neededObjects<T>(key: string, view: (entry: ObjectReader) => T): T[] {
    if (this.fields[key] === undefined)
      this.reader.wrongType(child(this.path, key), 'list', undefined);
    return this.objects(key, view);
  }

  object(key: string): ObjectReader | undefined {
    return this.reader.objectAt(this.fields[key], new Place(this.place, key));
  }

  /** Reads an inner value that is known to be an object. */
  inner(key: string, fields: Record<string, unknown>): ObjectReader {
    return new ObjectReader(this.reader, fields, new Place(this.place, key));
  }

  /** A value of any kind. */
  any(key: string): unknown {
    return this.fields[key];
  }

  /** The entries of a list that are texts. */
  texts(key: string): PlacedList<string> | undefined {
    return this.listOf(key, isText, 'text');
  }

  /** The entries of a list that are texts or numbers. */
  scalars(key: string): PlacedList<string | number> | undefined {
    return this.listOf(key, isScalar, 'text-or-number');
  }

  /** Empty if it is not a text, which a rule reports. */
  textOrEmpty(key: string): string {
    const value = this.fields[key];
    return typeof value === 'string' ? value : '';
  }

  /** A text, which may be empty. */
  optionalText(key: string): string | undefined {
    return this.optional(key, isText, 'text');
  }

  optionalPlacedText(key: string): Placed<string> | undefined {
    const value = this.optionalText(key);
    return value === undefined ? undefined : { path: child(this.path, key), value };
  }

  /** A text that is not blank. */
  name(key: string): string {
    return this.expect(key, isName, 'name') ?? '';
  }

  optionalName(key: string): string | undefined {
    return this.optional(key, isName, 'name');
  }

  /** A text that is not blank, or a numeric id, as a text. */
  idOrName(key: string): string {
    const value = this.expect(key, isIdOrName, 'id-or-name');
    return value === undefined ? '' : String(value);
  }

  optionalId(key: string): number | undefined {
    return this.optional(key, isId, 'id');
  }

  optionalFlag(key: string): boolean | undefined {
    return this.optional(key, isFlag, 'boolean');
  }

  optionalMap(key: string): Record<string, unknown> | undefined {
    return this.optional(key, isObject, 'object');
  }

  private listOf<T>(
    key: string,
    is: (value: unknown) => value is T,
    expected: Expected,
  ): PlacedList<T> | undefined {
    const list = this.array(key);
    if (list === undefined) return undefined;
    if (list.every(is)) return new PlacedList(this.place, key, list);
    const { path } = new Place(this.place, key);
    const indexes = [...list.keys()].filter((index) => is(list[index]));
    for (const [index, value] of list.entries())
      if (!is(value)) this.reader.wrongType(entry(path, index), expected, value);
    return new PlacedList(this.place, key, list.filter(is), indexes);
  }

  private array(key: string): unknown[] | undefined {
    const list = this.optional(key, isArray, 'list');
    // `map` skips the holes of a list.
    return list?.includes(undefined) ? Array.from(list) : list;
  }

  private optional<T>(
    key: string,
    is: (value: unknown) => value is T,
    expected: Expected,
  ): T | undefined {
    return this.fields[key] === undefined ? undefined : this.expect(key, is, expected);
  }

  private expect<T>(
    key: string,
    is: (value: unknown) => value is T,
    expected: Expected,
  ): T | undefined {
    const value = this.fields[key];
    if (is(value)) return value;
    this.reader.wrongType(child(this.path, key), expected, value);
    return undefined;
  }
}

/** Mostly returns the list itself: a plan may have a hundred thousand lists. */
const allThere = <T>(list: (T | undefined)[]): T[] =>
  list.every(isThere) ? list : list.filter(isThere);
const isThere = <T>(value: T | undefined): value is T => value !== undefined;
const isArray = (value: unknown): value is unknown[] => Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isScalar = (value: unknown): value is string | number =>
  isText(value) || Number.isFinite(value);
const isName = (value: unknown): value is string => isText(value) && value.trim() !== '';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isId = (value: unknown): value is number =>
  typeof value === 'number' && numericId(value) !== null;
const isIdOrName = (value: unknown): value is string | number => isName(value) || isId(value);
