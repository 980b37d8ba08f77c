import { isObject } from '../connector/problem.js';

export interface PlacedStep {
  path: string;
  step: Record<string, unknown>;
}

/** The sync steps of an Integration of any shape; what is no step is left out. */
export function stepsOf(integration: unknown): PlacedStep[] {
  const steps = isObject(integration) ? integration.syncSteps : undefined;
  if (!Array.isArray(steps)) return [];
  return steps.flatMap((step: unknown, index) =>
    isObject(step) ? [{ path: `syncSteps[${index}]`, step }] : [],
  );
}
