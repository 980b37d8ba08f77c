/** Requests that ended without an answer, and may still arrive. Rule F2. */
import { createHash } from 'node:crypto';
import { jsonText } from '../../../json-text.js';
import type { VersionInDoubt } from '../../../ports/records.js';
import { IN_DOUBT_MS } from './limits.js';

/** Of the names of its record, the first is the one that the API goes by. */
interface SentItem {
  item: unknown;
  names: readonly string[];
}

/** The versions in doubt of one installation, by the API's name of their record. */
export class InDoubt {
  private readonly versions: Map<string, VersionInDoubt>;

  /** `known` are those that earlier runs left in the store. */
  constructor(known: readonly VersionInDoubt[] = []) {
    this.versions = new Map(known.map((one) => [one.name, one]));
  }

  /**
   * A request of these ended without an answer: it may still arrive. Gives what later runs have to know. Items without a
   * name stand under that of their stream, for later runs only: within a run their requests go one after another.
   */
  note(items: readonly SentItem[], stream: string, now: number): VersionInDoubt[] {
    this.forgetUntil(now);
    const noted = new Map<string, VersionInDoubt>();
    for (const { names, item } of items) {
      const isNamed = names[0] !== undefined;
      const one = this.versionOf(nameOf(names, stream), isNamed ? hashOf(item) : null, now);
      noted.set(one.name, one);
      if (isNamed) this.versions.set(one.name, one);
    }
    return [...noted.values()];
  }

  /** Those of which another version may still arrive, and would then take the place of these; and until when. */
  overtaken<I extends SentItem>(
    items: readonly I[],
    stream: string,
    now: number,
  ): { items: I[]; until: number } {
    if (this.versions.size === 0) return { items: [], until: 0 };
    const untilOf = ({ names, item }: I) => {
      const noted = this.versions.get(nameOf(names, stream));
      if (noted === undefined || noted.until <= now) return 0;
      return noted.version !== null && noted.version === hashOf(item) ? 0 : noted.until;
    };
    const found = items.filter((one) => untilOf(one) > 0);
    return { items: found, until: Math.max(0, ...found.map(untilOf)) };
  }

  /** With another version in doubt already, either may come last. */
  private versionOf(name: string, version: string | null, now: number): VersionInDoubt {
    const before = this.versions.get(name);
    const isAnother = before && before.version !== version;
    return { name, version: isAnother ? null : version, until: now + IN_DOUBT_MS };
  }

  private forgetUntil(now: number): void {
    for (const [name, { until }] of this.versions) if (until <= now) this.versions.delete(name);
  }
}

/** Keys of records may be personal. */
function nameOf([name]: readonly string[], stream: string): string {
  return createHash('sha256')
    .update(name ?? stream)
    .digest('hex');
}

/** What items without a name of their own are noted under. */
export function streamName(entity: string, sourceKey: string): string {
  return JSON.stringify([entity, sourceKey]);
}

function hashOf(item: unknown): string | null {
  const text = jsonText(item);
  return text === null ? null : createHash('sha256').update(text).digest('hex');
}
