/** Options as typed values: what was given on the line, else in the environment, else the default. */
import type { GlobalOptions, OptionSpec } from '../commands/types.js';
import { readSwitch, readValue } from '../config/values.js';
import { SpmError } from '../errors.js';

type Env = Readonly<Record<string, string | undefined>>;

export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  { flags: '--config <file>', description: 'use this configuration file' },
  { flags: '--cwd <dir>', description: 'run as if started in this directory' },
  { flags: '--target <target>', description: 'sandbox, production, or a base URL' },
  { flags: '--store <file>', description: 'the store to use' },
  { flags: '--json', description: 'print one JSON document and nothing else' },
  { flags: '--quiet', description: 'print results and errors only' },
  { flags: '--verbose', description: 'print more, and the stack of an error' },
  { flags: '--no-color', description: 'no colours (also NO_COLOR)' },
  { flags: '--no-input', description: 'never ask anything' },
];

/** `--dry-run` -> `dryRun`, `--no-skip` -> `skip`; as commander names them. */
export function attributeName(spec: OptionSpec): string {
  return longName(spec)
    .replace(/^no-/, '')
    .replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `--dry-run` -> `SPM_DRY_RUN`, `--no-skip` -> `SPM_NO_SKIP`, unless the option names its own. */
export function environmentName(spec: OptionSpec): string {
  return spec.env ?? `SPM_${longName(spec).replaceAll('-', '_').toUpperCase()}`;
}

function longName(spec: OptionSpec): string {
  return /--([\w-]+)/.exec(spec.flags)?.[1] ?? spec.flags;
}

const isSwitch = (spec: OptionSpec): boolean => !/[<[]/.test(spec.flags);

/** @throws SpmError SPM_INVALID_VALUE */
export function resolveOptions(
  specs: readonly OptionSpec[],
  given: Readonly<Record<string, unknown>>,
  env: Env,
): Record<string, unknown> {
  const resolved: Record<string, unknown> = {};
  for (const spec of specs) {
    const value = resolveOne(spec, given[attributeName(spec)], env);
    if (value !== undefined) resolved[attributeName(spec)] = value;
  }
  return resolved;
}

function resolveOne(spec: OptionSpec, given: unknown, env: Env): unknown {
  return isSwitch(spec) ? resolveSwitch(spec, given, env) : resolveValue(spec, given, env);
}

function resolveSwitch(spec: OptionSpec, given: unknown, env: Env): boolean {
  const negative = longName(spec).startsWith('no-');
  // commander gives a negative option its default of true; only false was said on the line.
  if (given === !negative) return !negative;
  const name = environmentName(spec);
  const text = spec.noEnv ? undefined : env[name];
  const on = text === undefined ? false : readSwitch(text, name);
  return negative ? !on : on;
}

function resolveValue(spec: OptionSpec, given: unknown, env: Env): unknown {
  const flag = spec.flags.split(' ').find((word) => word.startsWith('--')) ?? spec.flags;
  if (Array.isArray(given)) return given.map((text) => readValue(spec, String(text), flag));
  if (typeof given === 'string') return readValue(spec, given, flag);
  const name = environmentName(spec);
  const text = spec.noEnv ? undefined : env[name];
  if (text === undefined || text === '') return spec.default;
  if (!spec.repeatable) return readValue(spec, text, name);
  return text.split(',').map((part) => readValue(spec, part.trim(), name));
}

export function resolveGlobals(given: Readonly<Record<string, unknown>>, env: Env): GlobalOptions {
  // Target and store stay as they were given: the configuration has a say in them, with origins.
  const values = resolveOptions(
    GLOBAL_OPTIONS.filter((spec) => !/target|store/.test(spec.flags)),
    given,
    env,
  );
  const text = (name: string) => (typeof given[name] === 'string' ? { [name]: given[name] } : {});
  return { ...(values as unknown as GlobalOptions), ...text('target'), ...text('store') };
}

/**
 * Quiet and verbose exclude each other; where one is on the line and one in the environment, the line wins.
 * @throws SpmError SPM_USAGE when both come from the same place
 */
export function settleLoudness(
  globals: GlobalOptions,
  given: Readonly<Record<string, unknown>>,
): GlobalOptions {
  if (!globals.quiet || !globals.verbose) return globals;
  const onLine = { quiet: given.quiet === true, verbose: given.verbose === true };
  if (onLine.quiet !== onLine.verbose) return { ...globals, ...onLine };
  const [quiet, verbose] = onLine.quiet ? ['--quiet', '--verbose'] : ['SPM_QUIET', 'SPM_VERBOSE'];
  throw new SpmError('SPM_USAGE', `${quiet} and ${verbose} exclude each other`, {
    cause: 'one asks for less output, the other for more',
    hint: 'Leave one of them out.',
  });
}
