import { child, entry } from '../connector/path.js';
import { isObject, type Problem } from '../connector/problem.js';
import { numericId } from './identity.js';

/** Something of a plan and where it stands. */
export interface Placed<T> {
  path: string;
  value: T;
}

/** Reads values of unknown shape, and notes what has the wrong one instead of failing. */
export class Reader {
  readonly problems: Problem[] = [];

  object(value: unknown, path: string): ObjectReader | undefined {
    if (isObject(value)) return new ObjectReader(this, value, path);
    this.note(path, 'must be an object');
    return undefined;
  }

  note(path: string, message: string): void {
    this.problems.push({ path, message });
  }
}

/** Reads the values of one object. What is absent or of the wrong kind is undefined, or an empty text. */
export class ObjectReader {
  constructor(
    private readonly reader: Reader,
    private readonly fields: Record<string, unknown>,
    readonly path: string,
  ) {}

  /** The entries of a list of objects, each as `view` sees it; none when it is absent. */
  objects<T>(key: string, view: (entry: ObjectReader) => T): T[] {
    const path = child(this.path, key);
    const found = this.array(key)?.map((value, index) => {
      const read = this.reader.object(value, entry(path, index));
      return read && view(read);
    });
    return allThere(found ?? []);
  }

  /** The same, for a list that must be there. */
  neededObjects<T>(key: string, view: (entry: ObjectReader) => T): T[] {
    if (this.fields[key] === undefined) this.reader.note(child(this.path, key), 'must be a list');
    return this.objects(key, view);
  }

  object(key: string): ObjectReader | undefined {
    return this.reader.object(this.fields[key], child(this.path, key));
  }

  /** One of its objects, that is known to be one. */
  inner(key: string, fields: Record<string, unknown>): ObjectReader {
    return new ObjectReader(this.reader, fields, child(this.path, key));
  }

  /** A value of any kind. */
  any(key: string): unknown {
    return this.fields[key];
  }

  /** The entries of a list that are texts. */
  texts(key: string): Placed<string>[] | undefined {
    return this.listOf(key, isText, 'must be a text');
  }

  /** The entries of a list that are texts or numbers. */
  scalars(key: string): Placed<string | number>[] | undefined {
    return this.listOf(key, isScalar, 'must be a text or a number');
  }

  /** Empty when it is no text, which the reader leaves to a rule to tell. */
  textOrEmpty(key: string): string {
    const value = this.fields[key];
    return typeof value === 'string' ? value : '';
  }

  /** A text, which may be empty. */
  optionalText(key: string): string | undefined {
    return this.optional(key, isText, 'must be a text');
  }

  optionalPlacedText(key: string): Placed<string> | undefined {
    const value = this.optionalText(key);
    return value === undefined ? undefined : { path: child(this.path, key), value };
  }

  /** A text that is not blank. */
  name(key: string): string {
    return this.expect(key, isName, BLANK) ?? '';
  }

  optionalName(key: string): string | undefined {
    return this.optional(key, isName, BLANK);
  }

  /** A text that is not blank, or a numeric id, as a text. */
  idOrName(key: string): string {
    const value = this.expect(key, isIdOrName, 'must be a text that is not empty, or an id');
    return value === undefined ? '' : String(value);
  }

  optionalId(key: string): number | undefined {
    return this.optional(key, isId, 'must be an id, a whole number above 0');
  }

  optionalFlag(key: string): boolean | undefined {
    return this.optional(key, isFlag, 'must be true or false');
  }

  optionalMap(key: string): Record<string, unknown> | undefined {
    return this.optional(key, isObject, 'must be an object');
  }

  private listOf<T>(
    key: string,
    is: (value: unknown) => value is T,
    fault: string,
  ): Placed<T>[] | undefined {
    const path = child(this.path, key);
    const found = this.array(key)?.map((value, index) => {
      const place = entry(path, index);
      if (is(value)) return { path: place, value };
      this.reader.note(place, fault);
      return undefined;
    });
    return found && allThere(found);
  }

  private array(key: string): unknown[] | undefined {
    const list = this.optional(key, isArray, 'must be a list');
    // What goes through a list passes over its holes.
    return list?.includes(undefined) ? Array.from(list) : list;
  }

  private optional<T>(
    key: string,
    is: (value: unknown) => value is T,
    fault: string,
  ): T | undefined {
    return this.fields[key] === undefined ? undefined : this.expect(key, is, fault);
  }

  private expect<T>(key: string, is: (value: unknown) => value is T, fault: string): T | undefined {
    const value = this.fields[key];
    if (is(value)) return value;
    this.reader.note(child(this.path, key), fault);
    return undefined;
  }
}

const BLANK = 'must be a text that is not empty';

/** Mostly the very list: a plan has a hundred thousand of them. */
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
