/** How late a request may arrive whose answer was lost, and what waits for it. Rule F2. */
import { jsonText } from '../../json-text.js';

const SECOND = 1000;

/** For how long a request without an answer may still arrive. */
const IN_DOUBT_MS = 120 * SECOND;

/** A request may wait and be tried again: what is noted of its sending is never older than this when it goes out. */
export const NOTE_AGAIN_MS = 10 * SECOND;

/** A version whose sending was noted so long ago does not arrive any more. */
export const ARRIVES_WITHIN_MS = IN_DOUBT_MS + NOTE_AGAIN_MS;

/** Of the names of its record, the first is the one that the API goes by. */
interface SentItem {
  item: unknown;
  names: readonly string[];
}

/** The versions of this run that may still arrive, although their request has ended. */
export class InDoubt {
  private readonly versions = new Map<string, { until: number; version: string | null }>();

  /** A request of these ended without an answer: it may still arrive. */
  note(items: readonly SentItem[], now: number): void {
    for (const { names, item } of items) {
      const version = { until: now + IN_DOUBT_MS, version: jsonText(item) };
      if (names[0] !== undefined) this.versions.set(names[0], version);
    }
  }

  /** Until when these must wait, so that none that was sent before can arrive after them. */
  heldUntil(items: readonly SentItem[]): number {
    if (this.versions.size === 0) return 0;
    const ends = items.map(({ names: [name], item }) => {
      const noted = name === undefined ? undefined : this.versions.get(name);
      return noted && noted.version !== jsonText(item) ? noted.until : 0;
    });
    return Math.max(0, ...ends);
  }
}
