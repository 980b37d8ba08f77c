import { isObject, type Problem } from '../connector/problem.js';
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

export class ObjectReader {
  constructor(
    private readonly reader: Reader,
    private readonly fields: Record<string, unknown>,
    readonly path: string,
  ) {}

  /** The entries of a list of objects; none when it is absent. */
  objects(key: string): ObjectReader[] {
    return (this.list(key) ?? []).flatMap(({ value, path }) => {
      const entry = this.reader.object(value, path);
      return entry === undefined ? [] : [entry];
    });
  }

  /** The same, for a list that must be there. */
  neededObjects(key: string): ObjectReader[] {
    if (this.fields[key] === undefined) this.reader.note(child(this.path, key), 'must be a list');
    return this.objects(key);
  }

  object(key: string): ObjectReader | undefined {
    return this.reader.object(this.fields[key], child(this.path, key));
  }

  /** Undefined when it is absent or no list. */
  list(key: string): Placed<unknown>[] | undefined {
    const path = child(this.path, key);
    const value = this.fields[key];
    if (value === undefined) return undefined;
    if (Array.isArray(value)) {
      return value.map((entry: unknown, index) => ({ value: entry, path: `${path}[${index}]` }));
    }
    this.reader.note(path, 'must be a list');
    return undefined;
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
      if (typeof entry.value === 'string' || typeof entry.value === 'number') return true;
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
    const value = this.fields[key];
    if (typeof value === 'string') return value;
    this.reader.note(child(this.path, key), 'must be a text');
    return '';
  }

  optionalText(key: string): string | undefined {
    return this.fields[key] === undefined ? undefined : this.text(key);
  }

  /** A text that is not blank. */
  name(key: string): string {
    const value = this.fields[key];
    if (typeof value === 'string' && value.trim() !== '') return value;
    this.reader.note(child(this.path, key), 'must be a text that is not empty');
    return '';
  }

  /** A text, or a number written as one. */
  id(key: string): string {
    const value = this.fields[key];
    return typeof value === 'number' ? String(value) : this.name(key);
  }

  /** Whether it is true; anything else counts as false. */
  flag(key: string): boolean {
    return this.fields[key] === true;
  }

  /** The texts of an object, by their keys; what is no text is left out. */
  textsByKey(key: string): { language: string; text: Placed<string> }[] {
    const value = this.fields[key];
    if (!isObject(value)) return [];
    return Object.entries(value).flatMap(([language, text]) =>
      typeof text === 'string'
        ? [{ language, text: { path: child(child(this.path, key), language), value: text } }]
        : [],
    );
  }
}
