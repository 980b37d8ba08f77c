const SHOWN = 10;

/**
 * The rows of one run that could not be read. Reading continues after them, so that one bad row does not
 * block the others. At the end they fail the step, which holds its cursor until the file is corrected.
 */
export class Problems {
  readonly #messages: string[] = [];
  #count = 0;

  /** `line` is the line at which the row starts, counted from 1. */
  add(file: string, line: number, message: string): void {
    this.#count += 1;
    if (this.#messages.length < SHOWN) this.#messages.push(`${file}:${line}: ${message}`);
  }

  throwIfAny(): void {
    if (this.#count === 0) return;
    const more = this.#count - this.#messages.length;
    throw new Error(this.#messages.join('\n') + (more > 0 ? `\n… and ${more} more` : ''));
  }
}
