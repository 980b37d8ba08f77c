/** Settings fixtures: JSON files with settings as a merchant would fill them in. */
import { readFile } from 'node:fs/promises';
import { basename, relative, resolve } from 'node:path';
import { formFields } from '../connector/config-schema.js';
import type { ConfigField, ConfigSchema, Integration, RawSettings } from '../connector/types.js';
import { SpmError } from '../errors.js';
import { parseUniqueJson, SyntaxFault } from '../syntax/data.js';
import type { Config } from './resolve.js';

export interface Fixture {
  /** Base name of the file. */
  name: string;
  settings: RawSettings;
}

/**
 * The fixtures of `lint.settings`, in their order.
 * @throws SpmError SPM_CONFIG_INVALID for a file that is missing or is not a JSON object
 */
export function readFixtures(config: Config): Promise<Fixture[]> {
  return Promise.all(config.lint.settings.map((path) => readFixtureOf(config, path)));
}

/** One entry of `lint.settings`. @throws SpmError SPM_CONFIG_INVALID, with the place in `details.at` */
export async function readFixtureOf(config: Config, path: string): Promise<Fixture> {
  const file = resolve(config.dir, path);
  try {
    return { name: basename(path), settings: await parseObject(file) };
  } catch (cause) {
    throw new SpmError('SPM_CONFIG_INVALID', `The settings ${file} cannot be read`, {
      cause,
      hint: 'Correct the file, or the entry of lint.settings that names it.',
      details: { at: placeOf(cause, file) },
    });
  }
}

function placeOf(cause: unknown, file: string): string {
  const fault = cause instanceof Error ? cause.cause : undefined;
  return fault instanceof SyntaxFault ? `${file}:${fault.line}:${fault.column}` : file;
}

/**
 * One that a command line names.
 * @throws SpmError SPM_INVALID_VALUE for a file that is missing or is not a JSON object
 */
export async function readFixture(file: string): Promise<Fixture> {
  try {
    return { name: basename(file), settings: await parseObject(file) };
  } catch (cause) {
    throw new SpmError('SPM_INVALID_VALUE', `The settings ${file} cannot be read`, {
      cause,
      hint: 'Give a JSON file with an object: the values that a merchant would fill in.',
    });
  }
}

/** Every field of the form that has a key, wherever it stands. */
export function fieldsOf(schema: ConfigSchema): ConfigField[] {
  return formFields(schema).map(({ field }) => field as unknown as ConfigField);
}

/** The settings of a merchant with this fixture: the defaults of the form, overridden by the fixture. */
export function settingsFromFixture(
  { configSchema }: Pick<Integration, 'configSchema'>,
  fixture: Fixture | undefined,
): RawSettings {
  const defaults = fieldsOf(configSchema).flatMap(({ key, default: value }) =>
    value === undefined ? [] : [[key, value]],
  );
  return { ...Object.fromEntries(defaults), ...fixture?.settings };
}

async function parseObject(file: string): Promise<RawSettings> {
  const value = parseSettings(await readFile(file, 'utf8'), file);
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as RawSettings;
  throw new Error('the file is not a JSON object');
}

function parseSettings(text: string, file: string): unknown {
  try {
    return parseUniqueJson(text);
  } catch (fault) {
    if (!(fault instanceof SyntaxFault)) throw fault;
    const at = `${file}:${fault.line}:${fault.column}`;
    throw new Error(`${fault.message} (at ${relative(process.cwd(), at)})`, { cause: fault });
  }
}
