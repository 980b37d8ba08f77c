/** Converts commander's errors into errors with a hint. */
import { CommanderError } from 'commander';
import { COMMANDS } from '../commands/index.js';
import type { CommandFamily, CommandSpec } from '../commands/types.js';
import { type ErrorCode, SpmError } from '../errors.js';
import { nearest } from '../nearest.js';
import { GLOBAL_OPTIONS } from './options.js';

export function unknownCommand(name: string): SpmError {
  return noSuchCommand('spm-connect', name, COMMANDS);
}

export function unknownSubcommand({ spec, subcommands }: CommandFamily, name: string): SpmError {
  return noSuchCommand(`spm-connect ${spec.name}`, name, subcommands);
}

function noSuchCommand(before: string, name: string, known: readonly { name: string }[]): SpmError {
  const names = known.map((entry) => entry.name);
  const guess = nearest(name, names);
  const full = `${before} ${name}`.replace('spm-connect ', '');
  return new SpmError('SPM_UNKNOWN_COMMAND', `Unknown command '${full}'`, {
    cause: `the commands are ${names.join(', ')}`,
    hint: guess
      ? `Did you mean \`${before} ${guess}\`?`
      : `Run \`${before} --help\` for the list of commands.`,
  });
}

const CODES: Record<string, ErrorCode> = {
  'commander.unknownOption': 'SPM_UNKNOWN_OPTION',
  'commander.missingArgument': 'SPM_MISSING_INPUT',
};

/** The error for an error of commander; any other value is returned unchanged. */
export function usageError(thrown: unknown, spec: CommandSpec | undefined): unknown {
  if (!(thrown instanceof CommanderError)) return thrown;
  const command = spec ? `spm-connect ${spec.name}` : 'spm-connect';
  const unknownOption = thrown.code === 'commander.unknownOption';
  if (unknownOption && SECRET_OPTION.test(optionOf(thrown))) return secretOnTheLine(thrown);
  return new SpmError(CODES[thrown.code] ?? 'SPM_USAGE', sentence(messageOf(thrown)), {
    ...(unknownOption && { cause: `the options are ${optionNames(spec).join(', ')}` }),
    hint: suggestion(thrown, spec) ?? `Run \`${command} --help\` for its arguments and options.`,
  });
}

function suggestion(error: CommanderError, spec: CommandSpec | undefined): string | undefined {
  if (error.code !== 'commander.unknownOption') return undefined;
  const guess = nearest(optionOf(error), [...optionNames(spec), '--help', '--version']);
  return guess ? `Did you mean ${guess}?` : undefined;
}

/** Options that a user may try for a secret. */
const SECRET_OPTION = /^--?((access|admin|api)-?)?(token|secret|password|key|credentials(-key)?)$/i;

/** The message must not contain the value, which may be part of the same word. */
function secretOnTheLine(error: CommanderError): SpmError {
  return new SpmError('SPM_UNKNOWN_OPTION', `Unknown option ${optionOf(error)}`, {
    cause:
      'secrets are not passed as arguments, since other users and the shell history can see these',
    hint: 'Pass a token on standard input or in SPM_ACCESS_TOKEN. Other secrets have environment variables too.',
  });
}

/** The unknown option without a value. */
function optionOf(error: CommanderError): string {
  return /'(--?[^'=]+)/.exec(error.message)?.[1] ?? '';
}

/** The value of an unknown option may be a secret. */
function messageOf({ code, message }: CommanderError): string {
  return code === 'commander.unknownOption'
    ? message.replace(/'(--?[^'=]+)=.*'/s, "'$1'")
    : message;
}

/** The options of the command, then the global ones. */
function optionNames(spec: CommandSpec | undefined): string[] {
  return [...(spec?.options ?? []), ...GLOBAL_OPTIONS].flatMap(
    (option) => option.flags.match(/--[\w-]+/g) ?? [],
  );
}

function sentence(message: string): string {
  const text = message.replace(/^error: /, '');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
