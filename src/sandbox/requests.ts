/** The last requests, for tests and to inspect what a connector sent. */

export interface LoggedRequest {
  /** Counts from 1, and continues after the log is cleared. */
  id: number;
  /** Milliseconds since the epoch. */
  at: number;
  method: string;
  /** The path with the query string. */
  path: string;
  /** 0 when the connection was closed without a response. */
  status: number;
  /** Length of the array in the body; 0 when there is none. */
  items: number;
  ms: number;
  /** The first 2,000 bytes of the body; empty when there was none. */
  body: string;
  /** The first 2,000 bytes of the answer's body, before any fault. */
  response: string;
  /** The fault that applied to the request. */
  fault: string | null;
}

const KEPT = 1000;
const KEPT_BODY_BYTES = 2000;

/** A ring buffer: when it is full, the newest replaces the oldest. */
export class RequestLog {
  #entries: LoggedRequest[] = [];
  #next = 0;
  #lastId = 0;

  add(entry: Omit<LoggedRequest, 'id'>): void {
    this.#lastId += 1;
    this.#entries[this.#next] = { id: this.#lastId, ...entry };
    this.#next = (this.#next + 1) % KEPT;
  }

  /** Oldest first. */
  list(): LoggedRequest[] {
    return [...this.#entries.slice(this.#next), ...this.#entries.slice(0, this.#next)];
  }

  /** The id of the newest request, also when it was cleared; 0 before the first. */
  get lastId(): number {
    return this.#lastId;
  }

  clear(): void {
    this.#entries = [];
    this.#next = 0;
  }
}

/** Copies the beginning: a slice would keep all of a long string in memory. */
export function clipBytes(body: Buffer | string): string {
  if (typeof body !== 'string') return body.toString('utf8', 0, KEPT_BODY_BYTES);
  if (body.length * 3 <= KEPT_BODY_BYTES) return body;
  return Buffer.from(body.slice(0, KEPT_BODY_BYTES)).toString('utf8', 0, KEPT_BODY_BYTES);
}

/** The number of items in a body: an array, or an object with one array. */
export function countItems(body: unknown): number {
  if (Array.isArray(body)) return body.length;
  if (typeof body !== 'object' || body === null) return 0;
  const lists = Object.values(body).filter(Array.isArray);
  return lists.length === 1 ? (lists[0]?.length ?? 0) : 0;
}
