import { canonicalName } from './identity.js';
import type { PlanView } from './view.js';

/** The names that code can pass to its context, in the spelling of the plans. */
export interface DeclaredNames {
  sources: readonly string[];
  definitions: readonly string[];
}

/** The names in all plans: a connector has different plans with different settings. */
export function declaredNames(plans: readonly PlanView[]): DeclaredNames {
  const names = (of: (plan: PlanView) => string[]) =>
    [...new Set(plans.flatMap(of))].filter((name) => name !== '');
  return {
    sources: names(({ sources }) => sources.map(({ key }) => key)),
    definitions: names(({ definitions }) => definitions.map(({ name }) => name)),
  };
}

/** Whether the context finds this name: case and outer spaces do not matter. */
export function isDeclared(name: string, declared: readonly string[]): boolean {
  return declared.some((known) => canonicalName(known) === canonicalName(name));
}
