/** Settings fixtures: JSON files that stand in for what a merchant would fill in. */
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { ParseError } from 'jsonc-parser';
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

/** Every field of the form, wherever it stands. */
export function fieldsOf({ steps = [], groups = [], fields = [] }: ConfigSchema): ConfigField[] {
  return [...fields, ...[...steps, ...groups].flatMap((part) => part.fields)];
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

/** What a merchant filled in, from a file that is named on the line. @throws SpmError SPM_CONFIG_INVALID */
export function readSettingsFile(cwd: string, file: string): Promise<RawSettings> {
  return readObject(
    resolve(cwd, file),
    'Give a file with one JSON object, with a value under the key of each field of the form.',
  );
}

async function readObject(file: string, hint: string): Promise<RawSettings> {
  try {
    const value = await parseJson(await readFile(file, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as RawSettings;
    throw new Error('it holds no JSON object');
  } catch (cause) {
    throw new SpmError('SPM_CONFIG_INVALID', `The settings ${file} cannot be read`, {
      cause,
      hint,
    });
  }
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
