/** Requests that ended without an answer and may still arrive. Rule F2. */
import { createHash } from 'node:crypto';
import { jsonText } from '../../../json-text.js';
import type { VersionInDoubt } from '../../../ports/records.js';
import { IN_DOUBT_MS } from './limits.js';

interface SentItem {
  item: unknown;
  /** All names of its record. No other record has any of them. */
  names: readonly string[];
}

/** The versions in doubt of one installation, by each name of their record. */
export class InDoubt {
  private readonly versions: Map<string, VersionInDoubt>;

  /** `known` are the versions that earlier runs stored. */
  constructor(known: readonly VersionInDoubt[] = []) {
    this.versions = new Map(known.map((one) => [one.name, one]));
  }

  /**
   * Adds the items of a request that ended without an answer, and returns the rows to store for later runs. Items
   * without names are stored under the name of their stream. That matters only to later runs: within a run, such
   * requests go one after another.
   */
  note(items: readonly SentItem[], stream: string, now: number): VersionInDoubt[] {
    this.forgetUntil(now);
    const noted = new Map<string, VersionInDoubt>();
    for (const { names, item } of items) {
      const version = names.length === 0 ? null : hashOf(item);
      for (const name of hiddenNames(names, stream)) {
        const one = this.versionOf(name, version, now);
        noted.set(name, one);
        if (names.length > 0) this.versions.set(name, one);
      }
    }
    return [...noted.values()];
  }

  /** Returns the items that a late version may replace, and until when it may arrive. */
  overtaken<I extends SentItem>(
    items: readonly I[],
    stream: string,
    now: number,
  ): { items: I[]; until: number } {
    if (this.versions.size === 0) return { items: [], until: 0 };
    const untilOf = ({ names, item }: I) => {
      const ends = hiddenNames(names, stream).map((name) => {
        const noted = this.versions.get(name);
        if (noted === undefined || noted.until <= now) return 0;
        return noted.version !== null && noted.version === hashOf(item) ? 0 : noted.until;
      });
      return Math.max(...ends);
    };
    const found = items.filter((one) => untilOf(one) > 0);
    return { items: found, until: Math.max(0, ...found.map(untilOf)) };
  }

  /** If another version is in doubt already, either one may arrive last. */
  private versionOf(name: string, version: string | null, now: number): VersionInDoubt {
    const before = this.versions.get(name);
    const isAnother = before && before.version !== version;
    return { name, version: isAnother ? null : version, until: now + IN_DOUBT_MS };
  }

  private forgetUntil(now: number): void {
    for (const [name, { until }] of this.versions) if (until <= now) this.versions.delete(name);
  }
}

/** Names are hashed, since record keys may be personal data. */
function hiddenNames(names: readonly string[], stream: string): string[] {
  const all = names.length === 0 ? [stream] : names;
  return all.map((name) => createHash('sha256').update(name).digest('hex'));
}

/** The name for items that have no name themselves. */
export function streamName(entity: string, sourceKey: string): string {
  return JSON.stringify([entity, sourceKey]);
}

function hashOf(item: unknown): string | null {
  const text = jsonText(item);
  return text === null ? null : createHash('sha256').update(text).digest('hex');
}
