/** Options as typed values: from the line, else from the environment, else the default. */
import type { CommandSpec, GlobalOptions, OptionSpec } from '../commands/types.js';
import { readSetting } from '../config/check.js';
import { type SettingKey, settingOf } from '../config/settings.js';
import { parseDuration, readSwitch, readValue } from '../config/values.js';
import { SpmError } from '../errors.js';

type Env = Readonly<Record<string, string | undefined>>;

export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  { flags: '--config <file>', description: 'use this configuration file' },
  { flags: '--cwd <dir>', description: 'run as if started in this directory' },
  {
    flags: '--target <target>',
    description: 'sandbox, production, or a base URL',
    setting: 'target',
  },
  { flags: '--store <file>', description: 'the store to use', setting: 'store' },
  { flags: '--json', description: 'print one JSON document and nothing else' },
  { flags: '--quiet', description: 'print results and errors only' },
  { flags: '--verbose', description: 'print details, and the stack of an error' },
  { flags: '--no-color', description: 'no colours (also NO_COLOR)' },
  { flags: '--no-input', description: 'never ask questions' },
];

/** `--dry-run` -> `dryRun`, `--no-skip` -> `skip`; as commander names them. */
export function attributeName(spec: OptionSpec): string {
  return longName(spec)
    .replace(/^no-/, '')
    .replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * `--dry-run` of `sync` -> `SPM_SYNC_DRY_RUN`, a global `--json` -> `SPM_JSON`; undefined without a variable. An option
 * that overrides a setting uses the variable of the setting.
 */
export function environmentName(spec: OptionSpec, command: string | null): string | undefined {
  if (spec.noEnv) return undefined;
  if (spec.setting !== undefined) return settingOf(spec.setting).env;
  return variableOf(command === null ? longName(spec) : `${command} ${longName(spec)}`);
}

/** `rejects list limit` -> `SPM_REJECTS_LIST_LIMIT` */
export const variableOf = (words: string): string =>
  `SPM_${words.replace(/[ -]/g, '_').toUpperCase()}`;

export function longName(spec: OptionSpec): string {
  return /--([\w-]+)/.exec(spec.flags)?.[1] ?? spec.flags;
}

const isSwitch = (spec: OptionSpec): boolean => !/[<[]/.test(spec.flags);

/**
 * Options that override settings are included only if they are on the line: the configuration reads their other origins.
 * @throws SpmError SPM_INVALID_VALUE
 */
export function resolveOptions(
  { name, options = [] }: Pick<CommandSpec, 'name' | 'options'>,
  given: Readonly<Record<string, unknown>>,
  env: Env,
): Record<string, unknown> {
  return resolveAll(options, name, given, env);
}

function resolveAll(
  specs: readonly OptionSpec[],
  command: string | null,
  given: Readonly<Record<string, unknown>>,
  env: Env,
): Record<string, unknown> {
  const resolved: Record<string, unknown> = {};
  for (const spec of specs) {
    const value = resolveOne(spec, command, given[attributeName(spec)], env);
    if (value !== undefined) resolved[attributeName(spec)] = value;
  }
  return resolved;
}

function resolveOne(spec: OptionSpec, command: string | null, given: unknown, env: Env): unknown {
  if (spec.setting !== undefined) return resolveSetting(spec, spec.setting, given);
  const name = environmentName(spec, command);
  const variable = name === undefined ? undefined : { name, text: env[name] };
  return isSwitch(spec)
    ? resolveSwitch(spec, given, variable)
    : resolveValue(spec, given, variable);
}

function resolveSetting(spec: OptionSpec, key: SettingKey, given: unknown): unknown {
  if (typeof given !== 'string') return undefined;
  const setting = settingOf(key);
  const value = readSetting(setting, given, flagOf(spec));
  return setting.type === 'duration' ? parseDuration(given) : value;
}

/** Undefined if the option is not read from the environment. */
type Variable = { name: string; text: string | undefined } | undefined;

const flagOf = (spec: OptionSpec): string => `--${longName(spec)}`;

function resolveSwitch(spec: OptionSpec, given: unknown, variable: Variable): boolean {
  const negative = longName(spec).startsWith('no-');
  // commander sets a negative option to true by default; only false comes from the line.
  if (given === !negative) return !negative;
  const on = variable?.text === undefined ? false : readSwitch(variable.text, variable.name);
  return negative ? !on : on;
}

function resolveValue(spec: OptionSpec, given: unknown, variable: Variable): unknown {
  const flag = flagOf(spec);
  if (Array.isArray(given)) return given.map((text) => readValue(spec, String(text), flag));
  if (typeof given === 'string') return readValue(spec, given, flag);
  if (!variable?.text) return spec.default;
  const { name, text } = variable;
  if (!spec.repeatable) return readValue(spec, text, name);
  return text.split(',').map((part) => readValue(spec, part.trim(), name));
}

export function resolveGlobals(given: Readonly<Record<string, unknown>>, env: Env): GlobalOptions {
  return resolveAll(GLOBAL_OPTIONS, null, given, env) as unknown as GlobalOptions;
}

/**
 * Quiet and verbose cannot be combined; if one is on the line and one in the environment, the line wins.
 * @throws SpmError SPM_USAGE when both come from the same place
 */
export function chooseVerbosity(
  globals: GlobalOptions,
  given: Readonly<Record<string, unknown>>,
): GlobalOptions {
  if (!globals.quiet || !globals.verbose) return globals;
  const onLine = { quiet: given.quiet === true, verbose: given.verbose === true };
  if (onLine.quiet !== onLine.verbose) return { ...globals, ...onLine };
  const [quiet, verbose] = onLine.quiet ? ['--quiet', '--verbose'] : ['SPM_QUIET', 'SPM_VERBOSE'];
  throw new SpmError('SPM_USAGE', `${quiet} and ${verbose} cannot be combined`, {
    cause: 'they contradict each other',
    hint: 'Remove one of them.',
  });
}
