/**
 * The real engine in a world chosen by a seed: a partner that changes while it is read, an API that fails, delays and
 * doubles requests, processes that die, stop and compete. At the end, all data must be correct.
 */
import { SpmError } from '../../src/errors.ts';
import type { Reject } from '../../src/runtime/ports/records.ts';
import type { SyncReport } from '../../src/runtime/sync/report.ts';
import { MemoryData } from '../helpers/memoryStore.ts';
import { Api } from './api.ts';
import { chooseKind, LATEST_KNOWN_MS, latestFor, remembers, type StepKind } from './connector.ts';
import { moveCursors, type Operation, replayAll } from './operator.ts';
import { judge, judgeReport } from './oracle.ts';
import { Partner } from './partner.ts';
import { Process } from './process.ts';
import { SeededRandom } from './random.ts';
import { installationOf, type RunRequest, syncOnce } from './run.ts';
import { Timeline } from './timeline.ts';

const SECOND = 1000;
const START = Date.UTC(2026, 0, 10, 12);
const ID = 'inst';
const LATE_MS = 4 * SECOND;
const CONCURRENCY = 6;
const RUNS = 6;
const WAIT_MS = 5 * SECOND;

type Bounds = Pick<RunRequest, 'since' | 'until'>;

export interface Outcome {
  seed: number;
  kind: StepKind;
  problems: string[];
  /** The events line by line; empty unless requested. */
  trace: string[];
}

export async function simulate(seed: number, traced = false): Promise<Outcome> {
  const world = new World(seed, traced);
  try {
    await world.live();
    await world.calm();
    world.judge();
  } catch (error) {
    world.problems.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const { kind, problems, trace } = world;
  return { seed, kind, problems, trace };
}

class World {
  readonly problems: string[] = [];
  readonly trace: string[] = [];
  readonly kind: StepKind;
  private readonly random: SeededRandom;
  private readonly timeline = new Timeline(START);
  private readonly data = new MemoryData();
  private readonly partner: Partner;
  private readonly api: Api;
  private readonly ids: string[];
  private started = 0;
  /** Whether changes may be dated back. Windows must then overlap; otherwise `settleSeconds` is enough. */
  private readonly late: boolean;
  /** How far the clock of a process may be off. */
  private readonly skewMs: number;

  constructor(
    seed: number,
    private readonly traced: boolean,
  ) {
    this.random = new SeededRandom(seed);
    this.kind = chooseKind(this.random);
    const { random, timeline, kind } = this;
    this.late = random.chance(0.5);
    this.skewMs = random.pick([0, 0, 3 * SECOND]);
    this.partner = new Partner({
      random,
      lateMs: this.late ? LATE_MS : 0,
      dates: kind.snapshot ? 'any' : 'kept',
      badShare: random.pick([0.03, 0.2]),
    });
    this.ids = Array.from({ length: random.between(2, 24) }, (_, n) => `r${n}`);
    this.api = new Api({
      random,
      timeline,
      faults: random.pick([0, 0.1, 0.3, 0.3]),
      concurrency: CONCURRENCY,
      picky: random.chance(0.3),
      timeoutMs: 15 * SECOND,
      trace: (text) => this.say(text),
      latestMs: latestFor(kind),
    });
    this.data.installations.set(ID, installationOf(ID));
    this.say(`kind ${JSON.stringify(kind)}`);
  }

  /** Runs with all kinds of faults, while the partner changes. */
  async live(): Promise<void> {
    const { random } = this;
    for (const id of this.ids) this.partner.change(id, this.timeline.now - 60 * SECOND);
    for (let run = 0; run < (this.kind.trackDeletes ? 3 * RUNS : RUNS); run++) {
      this.disturb();
      if (random.chance(0.5)) await this.toWholeSecond();
      // Deletes happen from the second full run on.
      const full = random.chance(this.kind.trackDeletes ? 0.7 : 0.15);
      await this.oneRun({ full, ...this.someBounds() });
      const operates = random.chance(this.data.rejects.some(isOpen) ? 0.6 : 0.1);
      if (!operates || !remembers(this.kind)) await this.passBetween();
      if (operates) await this.operate();
    }
  }

  /** Runs without faults; the partner no longer changes. */
  async calm(): Promise<void> {
    this.api.faulty = false;
    this.partner.still = true;
    if (!this.kind.tolerateRejects) {
      for (const row of this.partner.rows.values()) {
        if (!row.bad) continue;
        this.partner.change(row.id, this.timeline.now);
        Object.assign(this.partner.rows.get(row.id) as object, { bad: false });
      }
    }
    await this.pass(2 * LATEST_KNOWN_MS);
    await this.untilClean({ full: false });
    if (!this.kind.trackDeletes) return;
    // Earlier processes may have sent until now, and recently sent records are deleted only by a later full run.
    await this.pass(2 * LATEST_KNOWN_MS);
    await this.untilClean({ full: true });
    await this.untilClean({ full: true });
  }

  judge(): void {
    const { kind, partner, api, data } = this;
    this.problems.push(...judge({ kind, partner, api, data }));
  }

  /** Schedules changes during the next run. */
  private disturb(): void {
    const { random, timeline } = this;
    for (let n = random.between(0, 10); n > 0; n--) {
      timeline.at(timeline.now + random.between(0, random.pick([1, 3]) * SECOND), () => {
        if (this.partner.still) return;
        const id = this.somebody();
        if (random.chance(0.3)) this.partner.remove(id);
        else this.partner.change(id, timeline.now);
        this.say(`partner ${id} is ${JSON.stringify(this.partner.rows.get(id))}`);
      });
    }
  }

  /** Often a deleted id, so that a deletion in flight may meet a new version. */
  private somebody(): string {
    const { random, partner } = this;
    const gone = [...partner.deleted];
    return random.pick(gone.length > 0 && random.chance(0.5) ? gone : this.ids);
  }

  /** A step that reads on after an error reports it only at its end, so it must get there. */
  private get tellsItsErrors(): boolean {
    return this.kind.readsOn;
  }

  /** Whether no process is killed, and the store works. */
  private get isQuiet(): boolean {
    return this.tellsItsErrors || this.kind.gentle;
  }

  private troubleOfRun(): number {
    if (this.tellsItsErrors) return 0;
    return this.kind.gentle ? this.random.pick([0, 2]) : this.random.between(1, 6);
  }

  /** The current cursor; 0 before there is one. */
  private cursor(entity: string, sourceKey: string): number {
    const key = JSON.stringify([ID, entity, sourceKey]);
    return this.data.cursors.get(key)?.lastSyncedAt ?? 0;
  }

  /** Sometimes chooses explicit bounds. */
  private someBounds(): Bounds {
    const { random, timeline } = this;
    const ago = () => timeline.now - random.between(0, 200) * SECOND;
    const latest = [...this.data.cursors.values()][0]?.lastSyncedAt;
    // Rarely for a step that tracks deletes, since such runs delete nothing.
    const often = this.kind.trackDeletes ? 0.05 : 0.2;
    // Often exactly the cursor, as an operator reads it in a report.
    const from = random.chance(often) && {
      since: random.pick([ago(), latest ?? ago(), latest ?? ago()]),
    };
    const to = random.chance(often / 2) && { until: ago() };
    return { ...from, ...to };
  }

  /** Long enough for the unrecorded requests of a dead process to arrive. */
  private passBetween(): Promise<void> {
    const isNoted = remembers(this.kind) || this.kind.gentle;
    const [least, most] = isNoted ? [1, this.random.pick([20, 90])] : [20, 90];
    return this.pass(this.random.between(least, most) * SECOND);
  }

  /** An operator acts. */
  private async operate(): Promise<void> {
    const { random } = this;
    const process = this.spawn(random.pick([0, 0, 0.03]));
    const done = random.chance(0.8) ? this.replay(process) : this.moveCursors(process);
    // The process dies while a request of the replay is in flight: later runs know only the recorded versions.
    if (remembers(this.kind) && random.chance(0.3))
      this.timeline.at(this.timeline.now + random.between(1, 60), () => process.die('in a replay'));
    await this.settle(Promise.race([done, process.ended]));
    await this.passBetween();
  }

  private async replay(process: Process): Promise<void> {
    const { api, random, timeline } = this;
    api.lenient = random.chance(0.7);
    timeline.at(timeline.now + random.between(0, 3 * SECOND), () => this.fixRecords());
    const outcomes = await this.attempt(process, (by) => replayAll(by, api, CONCURRENCY));
    api.lenient = false;
    this.say(`replayed ${JSON.stringify(outcomes)}`);
  }

  /** An operator fixes some records with dead letters, and removes others. */
  private fixRecords(): void {
    const { partner, data, random, timeline } = this;
    if (partner.still) return;
    for (const letter of data.rejects) {
      const { id } = letter.payload as { id: string };
      if (!isOpen(letter) || !partner.rows.has(id) || random.chance(0.1)) continue;
      const removed = random.chance(0.3);
      if (removed) partner.remove(id);
      else partner.change(id, timeline.now);
      this.say(`partner ${id} is ${removed ? 'removed' : 'fixed'}`);
    }
  }

  private async moveCursors(process: Process): Promise<void> {
    const back = this.random.between(0, 200) * SECOND;
    await this.attempt(process, (by) => moveCursors(by, back));
    this.say('cursors are moved');
  }

  private async oneRun({ full, ...bounds }: { full: boolean } & Bounds): Promise<void> {
    const { random, timeline } = this;
    const process = this.spawn(random.pick([0, 0, 0.01, 0.03]));
    const shutdown = new AbortController();
    const end = this.sync(process, { full, ...bounds, signal: shutdown.signal });
    const rivals: Promise<unknown>[] = [];
    let ended = false;
    const ending = end.finally(() => {
      ended = true;
    });
    // During the read, or while only a retry is left.
    const at = timeline.now + random.between(0, random.pick([150, 150, 800, 8 * SECOND]));
    switch (this.troubleOfRun()) {
      case 1:
        timeline.at(at, () => process.die('at some time'));
        break;
      case 2:
        timeline.at(at, () => shutdown.abort());
        break;
      case 3:
        timeline.at(at, () => process.stop(random.between(20, 60) * SECOND));
        timeline.at(timeline.now + 31 * SECOND, () => {
          if (!ended) rivals.push(this.sync(this.spawn(), { full: false }));
        });
        break;
      case 4:
        // A replay that starts now may meet requests of the run.
        if (remembers(this.kind)) timeline.at(at, () => rivals.push(this.replay(this.spawn())));
    }
    await this.settle(Promise.race([ending, process.ended]));
    if (rivals.length > 0) await this.settle(Promise.all(rivals));
  }

  private async untilClean({ full }: { full: boolean }): Promise<void> {
    for (let tries = 0; tries < 12; tries++) {
      const report = await this.settle(this.sync(this.spawn(), { full }));
      if (report?.status === 'ok') return;
      await this.pass(60 * 60 * SECOND);
    }
    throw new Error('no clean run, although there are no more faults');
  }

  private spawn(deadly = 0): Process {
    const { timeline, random, data } = this;
    const name = `p${++this.started}`;
    const failing = this.api.faulty ? random.pick([0, 0, 0, 0, 0, 0.02]) : 0;
    const [deaths, failures] = this.isQuiet ? [0, 0] : [deadly, failing];
    const trace = (text: string) => this.say(text);
    const skewMs = random.between(-this.skewMs, this.skewMs);
    return new Process({ name, timeline, random, data, deaths, failures, skewMs, trace });
  }

  /** Returns the report, or null when the run ended with an expected error. */
  private async sync(process: Process, request: RunRequest): Promise<SyncReport | null> {
    const { kind, partner, api, random } = this;
    const repeats = new Map<string, number>();
    const report = await this.attempt(process, ({ owner }) =>
      syncOnce(
        {
          ...{ kind, partner, api, random, process, owner, repeats },
          ...{ installationId: ID, concurrency: CONCURRENCY, waitMs: WAIT_MS },
          cursor: (entity, sourceKey) => this.cursor(entity, sourceKey),
          overlapSeconds: this.late ? LATE_MS / SECOND + 1 : 0,
          // Dates are whole seconds, so a change in the current second may be dated before the window's end.
          settleSeconds: (this.late ? 0 : 1) + this.skewMs / SECOND,
          number: this.started,
        },
        request,
      ),
    );
    if (report === null) return null;
    const { signal: _, ...asked } = request;
    this.say(`${process.name} ${JSON.stringify(asked)} ${JSON.stringify(report.steps)}`);
    this.problems.push(...judgeReport(report, kind, repeats));
    return report;
  }

  /** Acts under a lease. Returns null when it ended with an expected error. */
  private async attempt<T>(
    process: Process,
    act: (by: Operation) => Promise<T>,
  ): Promise<T | null> {
    const owner = { host: 'sim', pid: 1, id: process.name };
    try {
      return await act({
        process,
        owner,
        installationId: ID,
        random: this.random,
        waitMs: WAIT_MS,
      });
    } catch (error) {
      if (!(error instanceof SpmError) || !EXPECTED.includes(error.code)) throw error;
      this.say(`${process.name} ends with ${error.code}`);
      return null;
    }
  }

  private async settle<T>(promise: Promise<T>): Promise<T> {
    let done = false;
    const watched = promise.finally(() => {
      done = true;
    });
    watched.catch(() => {});
    await this.timeline.run(() => done);
    return watched;
  }

  /** Moves to a whole second, so that bounds of windows can equal dates of rows. */
  private toWholeSecond(): Promise<void> {
    return this.pass(SECOND - (this.timeline.now % SECOND));
  }

  private pass(ms: number): Promise<void> {
    return this.timeline.run(() => false, this.timeline.now + ms);
  }

  private say(text: string): void {
    if (this.traced) this.trace.push(`${String(this.timeline.now - START).padStart(8)} ${text}`);
  }
}

const isOpen = ({ state }: Reject) => state === 'open';

/** The errors with which a run may end in such a world. */
const EXPECTED = [
  'SPM_LEASE_HELD',
  'SPM_LEASE_LOST',
  'SPM_CANCELLED',
  'SPM_API_UNREACHABLE',
  'SPM_API_UNAUTHORIZED',
  'SPM_STORE_BUSY',
];
