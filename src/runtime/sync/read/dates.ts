/** Finds items outside the window by the dates that the step gives them. */
import type { BulkStepConfig, SyncWindow } from '../../../connector/types.js';
import { parseTime, type TimeSpan, touches } from '../../../time.js';

type Dated = Pick<BulkStepConfig<never, unknown, object>, 'entity' | 'changedAt'>;

/** The date of an item outside the window; null for an item inside. Throws for an invalid time. */
export function outsideOf(
  { entity, changedAt }: Dated,
  window: SyncWindow | null,
  raw: unknown,
): TimeSpan | null {
  if (changedAt === undefined || window === null) return null;
  const at: unknown = changedAt(raw);
  if (at === null || at === undefined) return null;
  const span = spanOf(at);
  if (span === undefined)
    throw new Error(`changedAt of step ${entity} gave ${JSON.stringify(at)}, which is not a time`);
  return touches(span, window) ? null : span;
}

function spanOf(at: unknown): TimeSpan | undefined {
  if (typeof at === 'string') return parseTime(at);
  if (at instanceof Date) return isValid(at) ? momentOf(at) : undefined;
  const { from, until } = at as Partial<TimeSpan>;
  return isValid(from) && isValid(until) ? { from, until } : undefined;
}

function isValid(at: unknown): at is Date {
  return at instanceof Date && !Number.isNaN(at.getTime());
}

function momentOf(at: Date): TimeSpan {
  return { from: at, until: new Date(at.getTime() + 1) };
}
