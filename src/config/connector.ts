/** Loads the connector of a project. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { checkIntegration } from '../connector/check.js';
import { integrationName } from '../connector/integration.js';
import { invalidError } from '../connector/problem.js';
import type { Integration } from '../connector/types.js';
import { SpmError } from '../errors.js';
import { nearest } from '../nearest.js';
import { failurePlace } from './failure-place.js';
import { failureReason } from './failure-reason.js';
import { type DefaultExport, loadDefaultExport } from './module.js';

export interface LoadConnectorOptions {
  /** Base of relative paths, also in messages; default: the working directory. */
  cwd?: string;
}

/**
 * The Integration that a TypeScript or JavaScript module default-exports. Throws SPM_CONNECTOR_NOT_FOUND,
 * SPM_CONNECTOR_LOAD when the module cannot be parsed or throws, and SPM_CONNECTOR_INVALID with every problem.
 */
export async function loadConnector(
  file: string,
  options: LoadConnectorOptions = {},
): Promise<Integration> {
  const { value } = await loadConnectorModule(file, options);
  const problems = checkIntegration(value);
  if (problems.length === 0) return value as Integration;
  const { shown } = locate(file, options);
  throw invalidError('SPM_CONNECTOR_INVALID', `${integrationName(value)} of ${shown}`, problems);
}

/**
 * The default export of the module, of any type, for lint, which shows its problems. In an object, because it may be a
 * promise. Throws the errors of `loadConnector`, except those about the value.
 */
export async function loadConnectorModule(
  file: string,
  options: LoadConnectorOptions = {},
): Promise<{ value: unknown }> {
  const place = locate(file, options);
  if (!isFile(place.path)) throw notFound(place);
  const exported = await load(place);
  if (!exported.found) throw noDefault(place, exported.names);
  return { value: exported.value };
}

interface Place {
  cwd: string;
  /** Absolute. */
  path: string;
  /** Relative to `cwd`, as messages show it. */
  shown: string;
}

function locate(file: string, { cwd = process.cwd() }: LoadConnectorOptions): Place {
  const path = resolve(cwd, file);
  return { cwd, path, shown: relative(cwd, path) };
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

async function load(place: Place): Promise<DefaultExport> {
  try {
    return await loadDefaultExport(place.path);
  } catch (error) {
    throw loadError(error, place);
  }
}

function loadError(error: unknown, { cwd, shown }: Place): SpmError {
  const at = failurePlace(error, cwd);
  if (isRefusal(error)) return refused(error, at);
  const text = at === undefined ? failureReason(error) : `${failureReason(error)} (at ${at})`;
  return new SpmError('SPM_CONNECTOR_LOAD', `The connector ${shown} cannot be loaded`, {
    cause: new Error(text, { cause: error }),
    hint: isMissingModule(error)
      ? 'Install what it imports, or correct the import.'
      : 'The module must load without errors, settings or a network. Correct the code at its top level.',
    ...(at !== undefined && { details: { at } }),
  });
}

type Refusal = Error & Pick<SpmError, 'code' | 'hint' | 'details'>;

/** An error of a `define...` function. Checked by its properties: the project may have its own copy of spm-connect. */
function isRefusal(error: unknown): error is Refusal {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'SPM_CONNECTOR_INVALID' || error.code === 'SPM_PLAN_INVALID';
}

/** The same error, with its place in the project. */
function refused({ code, message, hint, details }: Refusal, at: string | undefined): SpmError {
  return new SpmError(code, message, {
    ...(at !== undefined && { cause: `defined at ${at}` }),
    ...(hint !== undefined && { hint }),
    details: { ...details, ...(at !== undefined && { at }) },
  });
}

function isMissingModule(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND';
}

function notFound({ cwd, path, shown }: Place): SpmError {
  return new SpmError('SPM_CONNECTOR_NOT_FOUND', `There is no connector at ${shown}`, {
    cause: `${path} is not a file`,
    hint: existingFiles(path, cwd),
  });
}

function existingFiles(path: string, cwd: string): string {
  const modules = modulesIn(dirname(path)).filter((name) => name !== basename(path));
  const near = sameStem(basename(path), modules) ?? nearest(basename(path), modules);
  const show = (name: string) => relative(cwd, join(dirname(path), name));
  if (near !== undefined) return `Did you mean ${show(near)}?`;
  const advice = 'Name the module that default-exports the Integration.';
  if (modules.length === 0) return advice;
  return `${advice} There are: ${modules.slice(0, 5).map(show).join(', ')}.`;
}

const EXTENSION = /\.[cm]?[jt]s$/;

function modulesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => EXTENSION.test(name) && !name.includes('.d.'));
  } catch {
    return [];
  }
}

function sameStem(name: string, others: readonly string[]): string | undefined {
  const stem = (file: string) => file.replace(EXTENSION, '');
  return others.find((other) => stem(other) === stem(name));
}

function noDefault({ shown }: Place, names: readonly string[]): SpmError {
  return new SpmError('SPM_CONNECTOR_INVALID', `The connector ${shown} has no default export`, {
    cause: names.length === 0 ? 'it exports nothing' : `it exports only ${names.join(', ')}`,
    hint: 'Write `export default defineIntegration({ ... })`.',
  });
}
