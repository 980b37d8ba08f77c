/** The authoring contract: everything that a connector is made of. */

export { defineBulkStep } from './bulk.js';
export { checkIntegration, isIntegration } from './check.js';
export { mapWithConcurrency } from './concurrency.js';
export {
  type CustomDataRecord,
  defineCustomData,
  type RecordOf,
  type Resolver,
  validateCustomDataDefinition,
  validateProvisioningEvents,
} from './custom-data.js';
export { defineIntegration } from './integration.js';
export { paginate, streamPages } from './pages.js';
export { type Problem, problemSentence } from './problem.js';
export * from './types.js';
