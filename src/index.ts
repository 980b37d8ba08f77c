/** The public API for connector authors and embedders. Named exports only. */

export * from './connector/index.js';
export { CATALOG, type ErrorCode, EXIT, SpmError } from './errors.js';
export * from './plan/index.js';
