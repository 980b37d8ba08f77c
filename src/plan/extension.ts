import type { LintInput } from './rule.js';
import type { DefinitionView } from './view.js';

/** A definition of the plan, and the shop's definition with the same name. */
export interface Extension {
  definition: DefinitionView;
  existing: DefinitionView;
}

/** The definitions that this plan would extend; none without a base. */
export function extensionsIn({ plan, base }: LintInput): Extension[] {
  if (base === undefined) return [];
  return [...plan.definitionsByName].flatMap(([name, definition]) => {
    const existing = base.definitionsByName.get(name);
    return existing === undefined ? [] : [{ definition, existing }];
  });
}
