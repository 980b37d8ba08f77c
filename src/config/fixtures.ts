/** Settings fixtures: JSON files that stand in for what a merchant would fill in. */
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { formFields } from '../connector/config-schema.js';
import type { ConfigField, ConfigSchema, Integration, RawSettings } from '../connector/types.js';
import { SpmError } from '../errors.js';
import type { Config } from './resolve.js';

export interface Fixture {
  /** Base name of the file. */
  name: string;
  settings: RawSettings;
}

/**
 * The fixtures of `lint.settings`, in their order.
 * @throws SpmError SPM_CONFIG_INVALID for a file that is missing or no JSON object
 */
export function readFixtures(config: Config): Promise<Fixture[]> {
  return Promise.all(
    config.lint.settings.map(async (path) => ({
      name: basename(path),
      settings: await readObject(resolve(config.dir, path)),
    })),
  );
}

/**
 * One that a command line names.
 * @throws SpmError SPM_INVALID_VALUE for a file that is missing or no JSON object
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

/** Every field of the form, wherever it stands. */
export function fieldsOf(schema: ConfigSchema): Pick<ConfigField, 'key' | 'default'>[] {
  return formFields(schema).map(({ key, field }) => ({ key, default: field.default }));
}

/** What the merchant would have with this fixture: the form's defaults, then the fixture's values. */
export function settingsFromFixture(
  { configSchema }: Pick<Integration, 'configSchema'>,
  fixture: Fixture | undefined,
): RawSettings {
  const defaults = fieldsOf(configSchema).flatMap(({ key, default: value }) =>
    value === undefined ? [] : [[key, value]],
  );
  return { ...Object.fromEntries(defaults), ...fixture?.settings };
}

async function readObject(file: string): Promise<RawSettings> {
  try {
    return await parseObject(file);
  } catch (cause) {
    throw new SpmError('SPM_CONFIG_INVALID', `The settings fixture ${file} cannot be read`, {
      cause,
      hint: 'Correct the file, or the entry of lint.settings that names it.',
    });
  }
}

async function parseObject(file: string): Promise<RawSettings> {
  const value: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as RawSettings;
  throw new Error('it holds no JSON object');
}
