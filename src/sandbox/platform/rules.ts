/** Which actions are allowed in which state of an installation. */

import type { Item } from '../fields.js';
import { badRequest, conflict, Refusal } from '../refusal.js';
import { type Step, sameValues, stepState, stepsOf } from './config-schema.js';
import type { Installation, Status } from './installation.js';

export const NOT_UNINSTALLED: Status[] = [
  'created',
  'installed',
  'activating',
  'active',
  'inactive',
];

/** Throws 409. */
export function requireStatus(
  { status }: Installation,
  what: string,
  from: readonly Status[],
): void {
  if (!from.includes(status)) {
    throw conflict(`Cannot ${what}: the installation is ${status}, not ${from.join(' or ')}`);
  }
}

/** Checks the conditions of an activation. Throws 409 with everything that is missing. */
export function requireComplete({ config_schema, configs, tested }: Installation): void {
  const faults = stepsOf(config_schema)
    .map((step) => stepState(step, configs, tested))
    .flatMap(({ key, missing, tested: isTested }) => [
      ...missing.map((field) => `Step ${key}: ${field} is missing`),
      ...(isTested === false ? [`Step ${key}: the connection is not tested`] : []),
    ]);
  if (faults.length > 0) throw new Refusal(409, faults);
}

/** Throws 400. */
export function stepOf({ config_schema }: Installation, key: string): Step {
  const step = stepsOf(config_schema).find((one) => one.key === key);
  if (step === undefined) throw badRequest(['step must be a step of the form']);
  return step;
}

/** The tested steps that keep their values with the new configs. */
export const testedSteps = (now: Installation, configs: Item): string[] =>
  stepsOf(now.config_schema)
    .filter((step) => now.tested.includes(step.key) && sameValues(step, now.configs, configs))
    .map(({ key }) => key);
