import { referenceOf } from '../../plan/diff.js';
import type { ApplyOptions, ChangeOutcome } from './run.js';

/** Tells about a settled change, and returns it. */
export function report(outcome: ChangeOutcome, options: ApplyOptions): ChangeOutcome {
  log(outcome, options);
  options.onChange?.(outcome);
  return outcome;
}

function log({ change, status, id, message }: ChangeOutcome, { logger }: ApplyOptions): void {
  if (logger === undefined) return;
  const meta = { resource: referenceOf(change), action: change.action, id };
  if (status === 'failed' && change.action !== 'conflict') {
    logger.error('Provisioning failed', { ...meta, reason: message });
  } else if (message !== undefined || change.message !== undefined) {
    logger.warn('Provisioning needs attention', { ...meta, reason: message ?? change.message });
  } else if (status === 'applied') {
    logger.info('Provisioned', meta);
  }
}
