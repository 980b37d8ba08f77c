/** Earlier versions shared one variable between commands. Each option now has its own variable; these functions warn about the old names. */
import type { CommandSpec, OptionSpec } from '../commands/types.js';
import { SECRETS, SETTINGS } from '../config/settings.js';
import { readSwitch } from '../config/values.js';
import { attributeName, environmentName, GLOBAL_OPTIONS, longName, variableOf } from './options.js';

type Env = Readonly<Record<string, string | undefined>>;

/** A variable of an earlier version and its replacement. */
export interface FormerVariable {
  former: string;
  now: string;
  option: OptionSpec;
}

/** Old variables that are set, unless the option is given or the new variable is set. */
export function formerVariables(
  { name, options = [] }: Pick<CommandSpec, 'name' | 'options'>,
  given: Readonly<Record<string, unknown>>,
  env: Env,
): FormerVariable[] {
  return options.flatMap((option) => {
    const now = environmentName(option, name);
    if (now === undefined || env[now] || isOnLine(option, given)) return [];
    const names = [variableOf(longName(option)), variableOf(`${name} ${longName(option)}`)];
    return names
      .filter((former) => former !== now && !TAKEN.has(former) && says(option, env[former]))
      .map((former) => ({ former, now, option }));
  });
}

export function warnOfFormer(found: readonly FormerVariable[]): string[] {
  return found.map(
    ({ former, now, option }) =>
      `${former} is no longer read; use ${now} for --${longName(option)}`,
  );
}

/** Names that have a meaning for all commands. */
const TAKEN: ReadonlySet<string | undefined> = new Set([
  ...SETTINGS.map(({ env }) => env),
  ...SECRETS,
  ...GLOBAL_OPTIONS.map((option) => environmentName(option, null)),
]);

/** commander sets a negative option to true by default. */
function isOnLine(option: OptionSpec, given: Readonly<Record<string, unknown>>): boolean {
  const value = given[attributeName(option)];
  return value !== undefined && !(value === true && longName(option).startsWith('no-'));
}

function says(option: OptionSpec, text: string | undefined): boolean {
  if (!text) return false;
  if (option.flags.includes('<')) return true;
  try {
    return readSwitch(text, '');
  } catch {
    return true;
  }
}
