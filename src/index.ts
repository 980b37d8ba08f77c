/** The public API for connector authors and embedders. Named exports only. */

export { defineConfig, type UserConfig } from './config/define.js';
export * from './connector/index.js';
export {
  computeWindow,
  makeCustomData,
  makeWithSource,
  rejectsTolerated,
  type TimeLike,
  type WindowOptions,
} from './ecosystem/forms.js';
export { CATALOG, type ErrorCode, EXIT, SpmError } from './errors.js';
export { diffPlan, type ProvisionDiff } from './plan/diff.js';
export * from './plan/index.js';
export { loadPlan } from './plan-file/load.js';
export { buildHealthReport, type HealthReport, type HealthThresholds } from './runtime/health.js';
export { createLogger } from './runtime/logger.js';
export { buildOverview, type Overview } from './runtime/overview.js';
export * from './runtime/partner-calls/index.js';
export type * from './runtime/ports/commit.js';
export type * from './runtime/ports/engine.js';
export type * from './runtime/ports/lifecycle.js';
export type * from './runtime/ports/records.js';
export type * from './runtime/ports/store.js';
export {
  ensureCustomDataDefinition,
  ensureDataSource,
  ensureEvent,
  type ProvisioningResult,
  runProvisioning,
} from './runtime/provision/index.js';
export {
  type SignatureCheck,
  type SignatureFault,
  type SignedHeaders,
  signShopimindBody,
  type VerifyOptions,
  verifyIntegratorSignature,
  verifyShopimindSignature,
  verifyShopimindSignatureMulti,
} from './runtime/security/signature.js';
export { makeSendBulk } from './runtime/sync/push/send-bulk.js';
export type { StepReport, SyncReport } from './runtime/sync/report.js';
export { backoffWindowMs } from './runtime/sync/step/backoff.js';
export { isTimeZone, parseTime, type TimeSpan, touches } from './time.js';
