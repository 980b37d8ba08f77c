import { checkIntegration } from './check.js';
import { invalidError, isObject } from './problem.js';
import type { Integration, RawSettings } from './types.js';

/**
 * Checks an Integration when its module is loaded, and returns it unchanged. Throws SPM_CONNECTOR_INVALID with all
 * problems.
 */
export function defineIntegration<S = RawSettings>(integration: Integration<S>): Integration<S> {
  const problems = checkIntegration(integration);
  if (problems.length === 0) return integration;
  throw invalidError('SPM_CONNECTOR_INVALID', integrationName(integration), problems);
}

/** The name used in errors: `Integration "slug"`. */
export function integrationName(value: unknown): string {
  const slug = isObject(value) ? value.slug : undefined;
  return typeof slug === 'string' ? `Integration "${slug}"` : 'The Integration';
}
