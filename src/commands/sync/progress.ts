/** What people see while shops are synced. */
import { number } from '../../digits.js';
import type { StepCounts } from '../../runtime/ports.js';
import type { SyncObserver } from '../../runtime/sync/input.js';
import type { InstallationSync } from '../../runtime/sync/several.js';
import type { Progress } from '../types.js';

/** Milliseconds since the epoch. */
type Now = () => number;

const SECOND = 1_000;
/** A rate over less time than this says nothing. */
const RATE_AFTER_MS = SECOND;

/** One line of progress a step and source. */
export function watchSteps(progress: Progress, now: Now): SyncObserver {
  let step = newStep(now());
  const pause = watchPauses(now);
  const tell = () => progress.update([...pause.text(), stepLine(step, now())].join(' · '));
  return {
    stepStarted: (entity, sourceKey) => {
      step = newStep(now());
      progress.start(nameOf(entity, sourceKey));
    },
    total: (_entity, _sourceKey, total) => {
      step.total = total;
    },
    progress: (_entity, _sourceKey, counts) => {
      step.counts = counts;
      tell();
    },
    waiting: (ms, why) => {
      pause.begin(ms, why);
      tell();
    },
    stepEnded: ({ entity, source_key, status, counts }) => {
      const text = `${nameOf(entity, source_key)}: ${status}, ${amounts(counts)}`;
      if (status === 'ok') progress.succeed(text);
      else progress.fail(text);
    },
  };
}

export interface ShopsWatch {
  observer(installationId: string): SyncObserver;
  ended(result: InstallationSync, done: number): void;
  /** Ends the line. */
  done(): void;
}

/** One line for all shops. */
export function watchShops(progress: Progress, total: number, now: Now): ShopsWatch {
  const running = new Map<string, number>();
  const startedAt = now();
  let ended = 0;
  let settled = 0;
  const tell = () => {
    const all = [...running.values()].reduce((sum, acknowledged) => sum + acknowledged, settled);
    const rate = rateOf(all, now() - startedAt);
    progress.update(
      [
        `${ended} of ${total} shops done`,
        `${running.size} running`,
        `${number(all)} acknowledged`,
        ...(rate === null ? [] : [`${number(rate)}/s`]),
      ].join(' · '),
    );
  };
  progress.start('sync');
  return {
    observer: (id) => ({
      stepStarted: () => running.set(id, 0),
      stepEnded: (step) => {
        settled += step.counts.acknowledged;
        running.set(id, 0);
      },
      progress: (_entity, _sourceKey, { acknowledged }) => {
        running.set(id, acknowledged);
        tell();
      },
    }),
    ended: ({ installation_id }, done) => {
      running.delete(installation_id);
      ended = done;
      tell();
    },
    done: () => progress.succeed(`${ended} of ${total} shops done`),
  };
}

interface WatchedStep {
  counts: StepCounts | null;
  total: number | null;
  startedAt: number;
}

const newStep = (startedAt: number): WatchedStep => ({ counts: null, total: null, startedAt });

/** Such as `1,200 of 20,000 read · 1,150 acknowledged · 340/s · 55 s left`. */
function stepLine({ counts, total, startedAt }: WatchedStep, now: number): string {
  if (counts === null) return 'nothing read yet';
  const rate = rateOf(counts.read, now - startedAt);
  return [
    amounts(counts, total),
    ...(rate === null ? [] : [`${number(rate)}/s`]),
    ...timeLeft(counts.read, total, rate),
  ].join(' · ');
}

/** What is nothing is left out, but for what is always looked for. */
function amounts(counts: StepCounts, total: number | null = null): string {
  const of = total === null ? '' : ` of ${number(Math.max(total, counts.read))}`;
  const more = (['unchanged', 'rejected'] as const).filter((name) => counts[name] > 0);
  return [
    `${number(counts.read)}${of} read`,
    `${number(counts.acknowledged)} acknowledged`,
    ...more.map((name) => `${number(counts[name])} ${name}`),
  ].join(' · ');
}

function rateOf(items: number, ms: number): number | null {
  return ms < RATE_AFTER_MS || items === 0 ? null : Math.round((items * SECOND) / ms);
}

function timeLeft(read: number, total: number | null, rate: number | null): string[] {
  if (total === null || rate === null || rate === 0 || total <= read) return [];
  return [`${spanOf(((total - read) / rate) * SECOND)} left`];
}

/** Told until it is over. */
function watchPauses(now: Now) {
  let until = 0;
  let what = '';
  return {
    begin(ms: number, why: 'asked' | 'retry'): void {
      // One request that is tried again says less than a pause of all.
      if (why === 'retry' && until > now()) return;
      until = now() + ms;
      const reason = why === 'asked' ? 'the API asks to wait' : 'tries again in';
      what = `${reason} ${spanOf(ms)}`;
    },
    text: (): string[] => (until > now() ? [what] : []),
  };
}

function spanOf(ms: number): string {
  const seconds = Math.ceil(ms / SECOND);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const nameOf = (entity: string, sourceKey: string): string =>
  sourceKey === '' ? entity : `${entity}/${sourceKey}`;
