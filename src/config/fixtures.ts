/** Settings fixtures: JSON files that stand in for what a merchant would fill in. */
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { ParseError } from 'jsonc-parser';
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
      settings: await readObject(
        resolve(config.dir, path),
        'Correct the file, or the entry of lint.settings that names it.',
      ),
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

/** Every field of the form that has a key, wherever it stands. */
export function fieldsOf(schema: ConfigSchema): ConfigField[] {
  return formFields(schema).map(({ field }) => field as unknown as ConfigField);
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

async function readObject(file: string, hint: string): Promise<RawSettings> {
  try {
    return await parseObject(file);
  } catch (cause) {
    throw new SpmError('SPM_CONFIG_INVALID', `The settings ${file} cannot be read`, {
      cause,
      hint,
    });
  }
}

async function parseObject(file: string): Promise<RawSettings> {
  const value = await parseJson(await readFile(file, 'utf8'));
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as RawSettings;
  throw new Error('it holds no JSON object');
}

/** Says where the syntax is wrong, but not with what: JSON.parse repeats a piece of the text, which may be a secret. */
async function parseJson(text: string): Promise<unknown> {
  try {
    return JSON.parse(text);
  } catch {
    const { parse, printParseErrorCode } = await import('jsonc-parser');
    const errors: ParseError[] = [];
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
    const [first] = errors;
    if (first === undefined) throw new Error('it is no JSON');
    const before = text.slice(0, first.offset).split('\n');
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    throw new Error(`it is no JSON: ${printParseErrorCode(first.error)} at ${place}`);
  }
}
