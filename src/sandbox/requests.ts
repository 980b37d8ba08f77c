/** The last requests, for tests and for looking at what a connector sent. */

export interface LoggedRequest {
  /** Milliseconds since the epoch. */
  at: number;
  method: string;
  /** With the query string. */
  path: string;
  status: number;
  /** Length of the array in the body; 0 when there is none. */
  items: number;
  ms: number;
  /** The first 2,000 bytes of the body; empty when there was none. */
  body: string;
}

const KEPT = 1000;
export const KEPT_BODY_BYTES = 2000;

/** A ring: once it is full, the newest takes the place of the oldest. */
export class RequestLog {
  #entries: LoggedRequest[] = [];
  #next = 0;

  add(entry: LoggedRequest): void {
    this.#entries[this.#next] = entry;
    this.#next = (this.#next + 1) % KEPT;
  }

  /** Oldest first. */
  list(): LoggedRequest[] {
    return [...this.#entries.slice(this.#next), ...this.#entries.slice(0, this.#next)];
  }

  clear(): void {
    this.#entries = [];
    this.#next = 0;
  }
}

/** How many items a body carries: itself an array, or an object with one array in it. */
export function countItems(body: unknown): number {
  if (Array.isArray(body)) return body.length;
  if (typeof body !== 'object' || body === null) return 0;
  const lists = Object.values(body).filter(Array.isArray);
  return lists.length === 1 ? (lists[0]?.length ?? 0) : 0;
}
