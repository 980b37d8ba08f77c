/** Turns commander's complaints about a command line into errors with a hint. */
import { CommanderError } from 'commander';
import { COMMANDS } from '../commands/index.js';
import type { CommandSpec } from '../commands/types.js';
import { type ErrorCode, SpmError } from '../errors.js';
import { nearest } from '../nearest.js';
import { GLOBAL_OPTIONS } from './options.js';

export function unknownCommand(name: string): SpmError {
  const guess = nearest(
    name,
    COMMANDS.map((entry) => entry.name),
  );
  return new SpmError('SPM_UNKNOWN_COMMAND', `There is no command '${name}'`, {
    cause: `the commands are ${COMMANDS.map((entry) => entry.name).join(', ')}`,
    hint: guess
      ? `Did you mean \`spm-connect ${guess}\`?`
      : 'Run `spm-connect --help` for the list of commands.',
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
  return new SpmError(CODES[thrown.code] ?? 'SPM_USAGE', sentence(thrown.message), {
    ...(unknownOption && { cause: `the options are ${optionNames(spec).join(', ')}` }),
    hint: suggestion(thrown, spec) ?? `Run \`${command} --help\` for what it takes.`,
  });
}

function suggestion(error: CommanderError, spec: CommandSpec | undefined): string | undefined {
  if (error.code !== 'commander.unknownOption') return undefined;
  const given = /'(--?[^']+)'/.exec(error.message)?.[1] ?? '';
  const guess = nearest(given, [...optionNames(spec), '--help', '--version']);
  return guess ? `Did you mean ${guess}?` : undefined;
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
