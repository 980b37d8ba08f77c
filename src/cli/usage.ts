/** Turns commander's complaints about a command line into errors with a hint. */
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
  return new SpmError('SPM_UNKNOWN_COMMAND', `There is no command '${full}'`, {
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

/** The error for what commander threw; anything else comes back as it is. */
export function usageError(thrown: unknown, spec: CommandSpec | undefined): unknown {
  if (!(thrown instanceof CommanderError)) return thrown;
  const command = spec ? `spm-connect ${spec.name}` : 'spm-connect';
  const unknownOption = thrown.code === 'commander.unknownOption';
  if (unknownOption && SECRET_OPTION.test(optionOf(thrown))) return secretOnTheLine(thrown);
  return new SpmError(CODES[thrown.code] ?? 'SPM_USAGE', sentence(messageOf(thrown)), {
    ...(unknownOption && { cause: `the options are ${optionNames(spec).join(', ')}` }),
    hint: suggestion(thrown, spec) ?? `Run \`${command} --help\` for what it takes.`,
  });
}

function suggestion(error: CommanderError, spec: CommandSpec | undefined): string | undefined {
  if (error.code !== 'commander.unknownOption') return undefined;
  const guess = nearest(optionOf(error), [...optionNames(spec), '--help', '--version']);
  return guess ? `Did you mean ${guess}?` : undefined;
}

/** What somebody may try to hand a secret over with. */
const SECRET_OPTION = /^--?((access|admin|api)-?)?(token|secret|password|key|credentials(-key)?)$/i;

/** The value, which may follow in the same word, is nobody's to see. */
function secretOnTheLine(error: CommanderError): SpmError {
  return new SpmError('SPM_UNKNOWN_OPTION', `${optionOf(error)} is no option`, {
    cause:
      'an argument is seen by every process of the machine and kept in the history of the shell',
    hint: 'Give a token on standard input or in SPM_ACCESS_TOKEN; every secret has a variable, and no option.',
  });
}

/** The unknown option without a value. */
function optionOf(error: CommanderError): string {
  return /'(--?[^'=]+)/.exec(error.message)?.[1] ?? '';
}

/** Of an unknown option, its value may be what was meant to be secret. */
function messageOf({ code, message }: CommanderError): string {
  return code === 'commander.unknownOption'
    ? message.replace(/'(--?[^'=]+)=.*'/s, "'$1'")
    : message;
}

/** The command's own first. */
function optionNames(spec: CommandSpec | undefined): string[] {
  return [...(spec?.options ?? []), ...GLOBAL_OPTIONS].flatMap(
    (option) => option.flags.match(/--[\w-]+/g) ?? [],
  );
}

function sentence(message: string): string {
  const text = message.replace(/^error: /, '');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
