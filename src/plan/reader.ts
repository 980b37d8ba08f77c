import { isObject, type Problem } from '../connector/problem.js';
import { numericId } from './diff/compare.js';
import { child } from './path.js';

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

  /** The entries of a list of objects; none when it is absent. */
  objects(key: string): ObjectReader[] {
    const path = child(this.path, key);
    const found: ObjectReader[] = [];
    for (const [index, value] of (this.array(key) ?? []).entries()) {
      const entry = this.reader.object(value, `${path}[${index}]`);
      if (entry !== undefined) found.push(entry);
    }
    return found;
  }

  /** The same, for a list that must be there. */
  neededObjects(key: string): ObjectReader[] {
    if (this.fields[key] === undefined) this.reader.note(child(this.path, key), 'must be a list');
    return this.objects(key);
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

  list(key: string): Placed<unknown>[] | undefined {
    const path = child(this.path, key);
    const values = this.array(key);
    // `map` would pass over the holes of a list.
    return values && Array.from(values, (value, index) => ({ value, path: `${path}[${index}]` }));
  }

  /** The entries of a list that are texts. */
  texts(key: string): Placed<string>[] | undefined {
    return this.list(key)?.filter((entry): entry is Placed<string> => {
      if (typeof entry.value === 'string') return true;
      this.reader.note(entry.path, 'must be a text');
      return false;
    });
  }

  /** The entries of a list that are texts or numbers. */
  scalars(key: string): Placed<string | number>[] | undefined {
    return this.list(key)?.filter((entry): entry is Placed<string | number> => {
      if (typeof entry.value === 'string' || Number.isFinite(entry.value)) return true;
      this.reader.note(entry.path, 'must be a text or a number');
      return false;
    });
  }

  /** Empty when it is no text, which the reader leaves to a rule to tell. */
  textOrEmpty(key: string): string {
    const value = this.fields[key];
    return typeof value === 'string' ? value : '';
  }

  /** A text, which may be empty. */
  text(key: string): string {
    return this.expect(key, isText, 'must be a text') ?? '';
  }

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

  private array(key: string): unknown[] | undefined {
    return this.optional(key, isArray, 'must be a list');
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

const isArray = (value: unknown): value is unknown[] => Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isName = (value: unknown): value is string => isText(value) && value.trim() !== '';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isId = (value: unknown): value is number =>
  typeof value === 'number' && numericId(value) !== null;
const isIdOrName = (value: unknown): value is string | number => isName(value) || isId(value);
