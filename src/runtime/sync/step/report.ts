/** The report and the log of an ended step. */

import { IN_REPORT } from '../../../connector/logging.js';
import { iso, isoOrNull } from '../../iso.js';
import { addCounts } from '../accounting.js';
import type { StepOutcome } from '../commit/outcome.js';
import type { Duplicates } from '../read/notes.js';
import type { StepReport } from '../report.js';
import type { RunningStep } from './running.js';
import { ignoredBoundsWarning } from './window/asked.js';

/** From this many failures in a row on, the log level is error. */
const LOUD_FAILURES = 3;

export function logEnd<S>(
  { key, cursor, tally, logger }: RunningStep<S>,
  { errors, warnings, status }: StepOutcome,
): void {
  const { counts } = tally;
  for (const warning of warnings) logger.warn(warning, IN_REPORT);
  if (errors.length === 0) {
    logger.info('Step done', { ...counts });
    return;
  }
  const failures = (cursor?.consecutiveFailures ?? 0) + 1;
  const level = failures >= LOUD_FAILURES ? 'error' : 'warn';
  const { entity, sourceKey } = key;
  const which = sourceKey === '' ? entity : `${entity} of ${sourceKey}`;
  const message = `The cursor of ${which} is held: ${errors.join('; ')}`;
  logger[level](message, { ...IN_REPORT, status, errors, failures, ...counts });
}

/** Joins the reports of a resumed window and the window after it. */
export function joinReports(first: StepReport, next: StepReport): StepReport {
  const { window, cursor_before, resumed } = first;
  return {
    ...next,
    ...{ cursor_before, resumed },
    window: window && next.window && { since: window.since, until: next.window.until },
    counts: addCounts(first.counts, next.counts),
    requests: first.requests + next.requests,
    retries: first.retries + next.retries,
    throttled: first.throttled + next.throttled,
    duration_ms: first.duration_ms + next.duration_ms,
    ...sendsAgain(first, next),
    deletes: first.deletes ?? next.deletes,
    duplicates: joinDuplicates(first.duplicates, next.duplicates),
    outside: first.outside + next.outside,
    warnings: [...first.warnings, ...next.warnings],
  };
}

function sendsAgain(...windows: readonly StepReport[]): Pick<StepReport, 'sends_again_after'> {
  const [first] = windows.flatMap((one) => one.sends_again_after ?? []).sort();
  return first === undefined ? {} : { sends_again_after: first };
}

function joinDuplicates(a: Duplicates, b: Duplicates): Duplicates {
  return { count: a.count + b.count, keys: [...new Set([...a.keys, ...b.keys])] };
}

/** Warnings about the stream and about ignored bounds. */
function streamWarnings<S>({ env, step, stream }: RunningStep<S>): string[] {
  const unheard = ignoredBoundsWarning(env.options, step);
  return [...(unheard === null ? [] : [unheard]), ...stream.warnings()];
}

export function reportOf<S>(
  running: RunningStep<S>,
  outcome: Pick<StepReport, 'status' | 'errors' | 'warnings'> & { end?: StepOutcome['end'] },
): StepReport {
  const { env, key, cursor, chosen, tally, stream, warnings, readAgain } = running;
  const { window, resumed } = chosen;
  const again = readAgain && { sends_again_after: iso(readAgain.after) };
  const { counts, requests, retries } = tally;
  const before = cursor?.lastSyncedAt ?? null;
  const after = outcome.end?.outcome === 'advance' ? outcome.end.cursor : before;
  return {
    entity: key.entity,
    source_key: key.sourceKey,
    status: outcome.status,
    window: { since: isoOrNull(window.since), until: iso(window.until) },
    cursor_before: isoOrNull(before),
    cursor_after: isoOrNull(after),
    counts,
    requests,
    retries,
    throttled: env.lane.speed.throttling.count - running.throttledBefore,
    duration_ms: env.context.clock.now() - running.startedAt,
    deletes: null,
    duplicates: stream.duplicates,
    outside: stream.outside,
    errors: outcome.errors,
    warnings: [...warnings, ...streamWarnings(running), ...outcome.warnings],
    ...again,
    resumed,
  };
}
