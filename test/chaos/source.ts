/** The partner's rows, which change between the runs of the workers. */
import type { SeededRandom } from '../simulation/random.ts';

export type Kind = 'streamed' | 'tracked' | 'plain' | 'visits';

export interface SourceRow {
  id: string;
  kind: Kind;
  version: number;
  updatedAt: number;
  /** The API rejects this version. */
  bad: boolean;
}

const BAD_SHARE = 0.01;

export class Source {
  rows: SourceRow[];
  /** Ids of deleted rows in steps that track deletes. */
  readonly deleted: string[] = [];
  private last = 0;

  constructor(
    private readonly random: SeededRandom,
    perKind: number,
    now: number,
    private readonly kinds: readonly Kind[] = ['streamed', 'tracked', 'plain'],
  ) {
    this.rows = kinds.flatMap((kind) =>
      Array.from({ length: perKind }, () => this.newRow(kind, now)),
    );
  }

  /** Changes a share of the rows, adds some and deletes some. */
  move(now: number, share: number): void {
    const gone = this.rows.filter(({ kind }) => kind === 'tracked' && this.random.chance(0.01));
    this.deleted.push(...gone.map(({ id }) => id));
    this.rows = this.rows
      .filter((row) => !gone.includes(row))
      .map((row) => (this.random.chance(share) ? this.changed(row, now) : row));
    for (const kind of this.kinds) this.rows.push(this.newRow(kind, now));
  }

  /** Changes the existing rows with these ids. */
  change(ids: ReadonlySet<string>, now: number): void {
    this.rows = this.rows.map((row) => (ids.has(row.id) ? this.changed(row, now) : row));
  }

  private newRow(kind: SourceRow['kind'], now: number): SourceRow {
    this.last++;
    const id = `${kind}${this.last}`;
    return { id, kind, version: 1, updatedAt: now, bad: this.isBad(kind) };
  }

  private changed(row: SourceRow, now: number): SourceRow {
    const version = row.version + 1;
    return { ...row, version, updatedAt: now, bad: this.isBad(row.kind) };
  }

  private isBad(kind: Kind): boolean {
    return kind !== 'visits' && this.random.chance(BAD_SHARE);
  }
}
