import { IN_REPORT } from '../../connector/logging.js';
import { referenceOf } from '../../plan/diff.js';
import type { ApplyOptions, ChangeOutcome } from './run.js';

/** Reports a settled change, and returns it. */
export function report(outcome: ChangeOutcome, options: ApplyOptions): ChangeOutcome {
  log(outcome, options);
  options.onChange?.(outcome);
  return outcome;
}

function log({ change, status, id, message }: ChangeOutcome, { logger }: ApplyOptions): void {
  if (logger === undefined) return;
  const resource = referenceOf(change);
  const meta = { ...IN_REPORT, resource, action: change.action, id };
  const warnings = change.warnings?.join('; ');
  const reason = message ?? change.message ?? warnings;
  if (status === 'failed' && change.action !== 'conflict') {
    logger.error(`Provisioning ${resource} failed: ${reason}`, { ...meta, reason });
  } else if (reason !== undefined) {
    logger.warn(`Provisioning ${resource} needs attention: ${reason}`, { ...meta, reason });
  } else if (status === 'applied') {
    logger.info(`Provisioned ${resource}`, meta);
  }
}
