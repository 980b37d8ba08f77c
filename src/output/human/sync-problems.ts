/** What went wrong in a run. */
import type { StepReport, SyncReport } from '../../runtime/sync/report.js';
import { stepName } from '../text.js';

type Errors = Pick<SyncReport, 'errors'> & { steps: readonly StepErrors[] };
type StepErrors = Pick<StepReport, 'entity' | 'source_key' | 'errors'>;

/** Each error once: an error that ended the run is listed with its step, if it has one. */
export function errorTexts({ errors, steps }: Errors): string[] {
  const told = new Set(steps.flatMap((step) => step.errors));
  return [
    ...errors.filter((text) => !told.has(text)),
    ...steps.flatMap((step) => step.errors.map((text) => `${stepName(step)}: ${text}`)),
  ];
}

/** Removes the error that ended the run, when it is shown separately. */
export function withoutEnd<R extends Errors>(report: R): R {
  const { errors, steps } = report;
  const left = (step: StepErrors) => step.errors.filter((text) => !errors.includes(text));
  return { ...report, errors: [], steps: steps.map((step) => ({ ...step, errors: left(step) })) };
}
