/** What waits for requests that may still arrive, although they have ended. Rule F2. */
import { jsonText } from '../../../json-text.js';
import { IN_DOUBT_MS } from './limits.js';

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
