import { firstOfEach } from '../connector/repeats.js';

/**
 * Up to this many fields are compared one by one: a map for each definition would take more memory than its fields.
 */
const FEW = 16;

/** The first field of each name, in its exact spelling; without those that have no name. */
export class FieldsByName<F extends { name: string }> {
  readonly #fields: readonly F[];
  #known: ReadonlyMap<string, F> | undefined;

  constructor(fields: readonly F[]) {
    this.#fields = fields;
  }

  /** Whether the map is worth its memory. */
  get isLarge(): boolean {
    return this.#fields.length > FEW;
  }

  get(name: string): F | undefined {
    if (this.isLarge) {
      this.#known ??= this.#map();
      return this.#known.get(name);
    }
    return name === '' ? undefined : this.#fields.find((field) => field.name === name);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  keys(): string[] {
    return [...this.#map().keys()];
  }

  values(): F[] {
    return [...this.#map().values()];
  }

  #map(): ReadonlyMap<string, F> {
    return this.#known ?? firstOfEach(this.#fields, ({ name }) => name);
  }
}
