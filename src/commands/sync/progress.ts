/** Progress of a sync, for people. */
import { number } from '../../digits.js';
import type { InstallationSync } from '../../runtime/loop/several.js';
import type { StepCounts } from '../../runtime/ports/records.js';
import type { SyncObserver } from '../../runtime/sync/observer.js';
import type { Progress } from '../types.js';

/** Milliseconds since the epoch. */
type Now = () => number;

const SECOND = 1_000;
/** Rates are shown only after this time. */
const RATE_AFTER_MS = SECOND;

/**
 * One progress line for each step and source. `settledAs` is the word for settled records: acknowledged, or to send.
 */
export function watchSteps(progress: Progress, now: Now, settledAs = 'acknowledged'): SyncObserver {
  let step = newStep(now());
  const pause = watchPauses(now);
  const tell = () =>
    progress.update([...pause.text(), stepLine(step, now(), settledAs)].join(' · '));
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
      const text = `${nameOf(entity, source_key)}: ${status}, ${amounts(counts, null, settledAs)}`;
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

/** Such as `1,200 of 20,000 read · 1,150 acknowledged · 340/s · 55 s left`: how fast things are settled, not read. */
function stepLine(
  { counts, total, startedAt }: WatchedStep,
  now: number,
  settledAs: string,
): string {
  if (counts === null) return 'nothing read yet';
  const settled = counts.acknowledged + counts.unchanged + counts.skipped + counts.rejected;
  const rate = rateOf(settled, now - startedAt);
  const left = total === null ? null : Math.max(total, counts.read) - settled;
  return [
    amounts(counts, total, settledAs),
    ...(rate === null ? [] : [`${number(rate)}/s`]),
    ...timeLeft(left, rate),
  ].join(' · ');
}

/** Zero amounts are left out, except read and acknowledged. */
function amounts(counts: StepCounts, total: number | null, settledAs: string): string {
  const of = total === null ? '' : ` of ${number(Math.max(total, counts.read))}`;
  const more = (['unchanged', 'skipped', 'rejected'] as const).filter((name) => counts[name] > 0);
  return [
    `${number(counts.read)}${of} read`,
    `${number(counts.acknowledged)} ${settledAs}`,
    ...more.map((name) => `${number(counts[name])} ${name}`),
  ].join(' · ');
}

function rateOf(items: number, ms: number): number | null {
  return ms < RATE_AFTER_MS || items === 0 ? null : Math.round((items * SECOND) / ms);
}

function timeLeft(left: number | null, rate: number | null): string[] {
  if (left === null || rate === null || rate === 0 || left <= 0) return [];
  return [`${spanOf((left / rate) * SECOND)} left`];
}

const WHY = {
  asked: 'the API asks to wait',
  retry: 'retries in',
};

/** The current pause; shown until it is over. */
function watchPauses(now: Now) {
  let until = 0;
  let what = '';
  return {
    begin(ms: number, why: keyof typeof WHY): void {
      // A retry of one request does not hide a pause of all requests.
      if (why === 'retry' && until > now()) return;
      until = now() + ms;
      what = `${WHY[why]} ${spanOf(ms)}`;
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
