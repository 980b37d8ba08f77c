export { type AppliedDiff, applyDiff } from './apply.js';
export { ensureCustomDataDefinition, ensureDataSource, ensureEvent } from './ensure.js';
export { evaluatePlan } from './evaluate-plan.js';
export { type ProvisionOptions, runProvisioning } from './provision.js';
export { readShop } from './read-shop.js';
export type {
  ApplyOptions,
  ChangeOutcome,
  OutcomeStatus,
  ProvisionError,
  ProvisioningResult,
} from './run.js';
