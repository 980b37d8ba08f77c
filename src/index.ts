/** The public API for connector authors and embedders. Named exports only. */

export * from './connector/types.js';
export { CATALOG, type ErrorCode, EXIT, SpmError } from './errors.js';
