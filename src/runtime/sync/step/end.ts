import { SpmError } from '../../../errors.js';
import { noCounts } from '../accounting.js';
import type { StepOutcome } from '../commit/outcome.js';
import { leftToReadAgain } from './read-again.js';
import type { RunningStep } from './running.js';

/** Commits the end of a step: its cursor moves or is held. Rules W4 and W7. */
export async function commitEnd<S>(
  running: RunningStep<S>,
  { end, restart, keepsWindow }: StepOutcome,
): Promise<void> {
  const { chosen, commits, failures, tally } = running;
  const { stored, window } = chosen;
  const { generation } = window;
  const extra = end.outcome === 'hold' ? notBeforeOf(failures.first) : {};
  const full = end.outcome === 'advance' && generation !== null ? { generation } : {};
  const readAgain = end.outcome === 'advance' ? leftToReadAgain(running) : undefined;
  await commits.write({
    ...(restart && { progress: { position: null, counts: noCounts() } }),
    keepsWindow: !stored || keepsWindow === true,
    end: {
      ...end,
      ...extra,
      ...full,
      ...(readAgain !== undefined && { readAgain }),
      items: tally.counts.acknowledged,
    },
  });
}

/** A pause of the API may last longer than the run. Rule P4. */
function notBeforeOf(failure: unknown): { notBefore?: number } {
  const at = failure instanceof SpmError ? failure.details?.not_before : undefined;
  return typeof at === 'string' ? { notBefore: Date.parse(at) } : {};
}
