/** Checks whether a value is an Integration, for the loader, lint and `defineIntegration`. */

import { checkBulkConfig } from './check-bulk.js';
import { plainCopy } from './plain.js';
import { isObject, type Problem, problem } from './problem.js';
import type { Integration } from './types.js';

type Fields = Record<string, unknown>;

const SLUG = /^[a-z0-9_-]+$/;
const VERSION = /^\d+\.\d+\.\d+$/;

/** All problems, in no particular order. A valid Integration has none. */
export function checkIntegration(value: unknown): Problem[] {
  try {
    return checkPlain(value);
  } catch {
    const { value: plain, problems } = plainCopy(value);
    return [...problems, ...checkPlain(plain)];
  }
}

/** Like `checkIntegration`, but rethrows the errors of getters. */
export function checkPlain(value: unknown): Problem[] {
  if (!isObject(value)) return [notAnObject(value)];
  if (typeof value.then === 'function') return [notAnObject(value)];
  return CHECKS.flatMap((check) => check(value));
}

export function isIntegration(value: unknown): value is Integration {
  return checkIntegration(value).length === 0;
}

const CHECKS: readonly ((integration: Fields) => Problem[])[] = [
  checkSlug,
  checkMeta,
  checkConfigSchema,
  checkFunctions,
  checkProvisioning,
  checkSteps,
  ({ remoteData }) => checkHandlers('remoteData', remoteData),
  ({ inbound }) => checkHandlers('inbound', inbound),
  ({ hooks }) => checkHandlers('hooks', hooks),
  checkWidgets,
];

function notAnObject(value: unknown): Problem {
  return problem('', 'not-an-integration', { is: describe(value) });
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'function') return 'a function';
  if (isObject(value)) return typeof value.then === 'function' ? 'a promise' : 'an object';
  return `a ${typeof value}`;
}

function checkSlug({ slug }: Fields): Problem[] {
  if (typeof slug === 'string' && SLUG.test(slug)) return [];
  return [problem('slug', 'slug', { is: shown(slug) })];
}

function checkMeta({ meta }: Fields): Problem[] {
  if (!isObject(meta)) return [problem('meta', 'wrong-type', { expected: 'meta' })];
  const problems: Problem[] = [];
  if (!isText(meta.name)) problems.push(emptyText('meta.name'));
  if (typeof meta.version !== 'string' || !VERSION.test(meta.version)) {
    problems.push(problem('meta.version', 'version', { is: shown(meta.version) }));
  }
  return problems;
}

function checkConfigSchema({ configSchema }: Fields): Problem[] {
  if (!isObject(configSchema)) {
    return [problem('configSchema', 'no-config-schema', {})];
  }
  return ['steps', 'fields', 'groups'].flatMap((key) =>
    configSchema[key] === undefined || Array.isArray(configSchema[key])
      ? []
      : [problem(`configSchema.${key}`, 'wrong-type', { expected: 'array' })],
  );
}

function checkFunctions(integration: Fields): Problem[] {
  return ['parseSettings', 'testConnection'].flatMap((key) =>
    typeof integration[key] === 'function' ? [] : [notAFunction(key)],
  );
}

function checkProvisioning({ provisioning }: Fields): Problem[] {
  if (provisioning === undefined || typeof provisioning === 'function') return [];
  if (isObject(provisioning)) return [];
  return [problem('provisioning', 'wrong-type', { expected: 'plan' })];
}

function checkSteps({ syncSteps }: Fields): Problem[] {
  if (!Array.isArray(syncSteps)) return [problem('syncSteps', 'wrong-type', { expected: 'array' })];
  return [
    ...syncSteps.flatMap((step, index) => checkStep(step, `syncSteps[${index}]`)),
    ...duplicateEntities(syncSteps),
  ];
}

function checkStep(step: unknown, path: string): Problem[] {
  if (!isObject(step)) return [problem(path, 'wrong-type', { expected: 'step' })];
  const problems: Problem[] = [];
  if (!isText(step.entity)) problems.push(emptyText(`${path}.entity`));
  for (const key of ['enabled', 'run']) {
    if (typeof step[key] !== 'function') problems.push(notAFunction(`${path}.${key}`));
  }
  return [
    ...problems,
    ...checkScope(step, path),
    ...(step.bulk === undefined ? [] : checkBulkConfig(step.bulk, `${path}.bulk`)),
  ];
}

function checkScope({ cursorScope, sources }: Fields, path: string): Problem[] {
  if (cursorScope !== 'global' && cursorScope !== 'per-source') {
    return [problem(`${path}.cursorScope`, 'wrong-type', { expected: 'scope' })];
  }
  if (sources !== undefined && typeof sources !== 'function') {
    return [notAFunction(`${path}.sources`)];
  }
  if (cursorScope === 'global' || sources !== undefined) return [];
  return [problem(`${path}.sources`, 'no-sources', {})];
}

function duplicateEntities(steps: readonly unknown[]): Problem[] {
  const firsts = new Map<string, number>();
  return steps.flatMap((step, index) => {
    if (!isObject(step) || !isText(step.entity)) return [];
    const first = firsts.get(step.entity);
    if (first === undefined) {
      firsts.set(step.entity, index);
      return [];
    }
    return [
      problem(`syncSteps[${index}].entity`, 'duplicate-entity', {
        name: step.entity,
        first: `syncSteps[${first}]`,
      }),
    ];
  });
}

function checkHandlers(path: string, handlers: unknown): Problem[] {
  if (handlers === undefined) return [];
  if (!isObject(handlers)) return [problem(path, 'wrong-type', { expected: 'handlers' })];
  return Object.entries(handlers).flatMap(([key, handler]) =>
    handler === undefined || typeof handler === 'function' ? [] : [notAFunction(`${path}.${key}`)],
  );
}

function checkWidgets({ widgets }: Fields): Problem[] {
  if (widgets === undefined || Array.isArray(widgets)) return [];
  return [problem('widgets', 'wrong-type', { expected: 'array' })];
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : describe(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function emptyText(path: string): Problem {
  return problem(path, 'wrong-type', { expected: 'name' });
}

function notAFunction(path: string): Problem {
  return problem(path, 'wrong-type', { expected: 'function' });
}
