/** What went wrong in a run. */
import type { StepReport, SyncReport } from '../../runtime/sync/report.js';
import { stepName } from '../text.js';

type Errors = Pick<SyncReport, 'errors'> & { steps: readonly StepErrors[] };
type StepErrors = Pick<StepReport, 'entity' | 'source_key' | 'errors'>;

/** Each once: what ended the run is told of by the step that met it, if one did. */
export function errorTexts({ errors, steps }: Errors): string[] {
  const told = new Set(steps.flatMap((step) => step.errors));
  return [
    ...errors.filter((text) => !told.has(text)),
    ...steps.flatMap((step) => step.errors.map((text) => `${stepName(step)}: ${text}`)),
  ];
}

/** Where the error that ended the run is told of by itself. */
export function withoutEnd<R extends Errors>(report: R): R {
  const { errors, steps } = report;
  const left = (step: StepErrors) => step.errors.filter((text) => !errors.includes(text));
  return { ...report, errors: [], steps: steps.map((step) => ({ ...step, errors: left(step) })) };
}
