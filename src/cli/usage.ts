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
  const flag = unknownOption ? optionOf(thrown) : '';
  if (flag !== '' && [...optionNames(spec), '--help', '--version'].includes(flag))
    return new SpmError('SPM_USAGE', `${flag} takes no value`, {
      hint: `Write ${flag} alone.`,
    });
  return new SpmError(CODES[thrown.code] ?? 'SPM_USAGE', messageOf(thrown, command), {
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

/** In our words; others of commander stay, since nobody has met them yet. */
function messageOf({ code, message }: CommanderError, command: string): string {
  const [, name = ''] = /'(.*)'/s.exec(message) ?? [];
  switch (code) {
    case 'commander.unknownOption':
      // Its value may be a secret.
      return `Unknown option '${name.replace(/^(--?[^=]+)=.*$/s, '$1')}'`;
    case 'commander.missingArgument':
      return `The argument <${name}> is missing`;
    case 'commander.optionMissingArgument':
      return `${name} needs a value`;
    case 'commander.excessArguments': {
      const [, most = '', given = ''] = /Expected (\d+) .* got (\d+)/.exec(message) ?? [];
      if (most === '0') return `\`${command}\` takes no arguments, but got ${given}`;
      return `\`${command}\` takes ${most} ${most === '1' ? 'argument' : 'arguments'} at most, but got ${given}`;
    }
    default:
      return sentence(message);
  }
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
