/** Builds commander's program for one invocation, with only the requested command. */
import { Option, Command as Program } from 'commander';
import type { Command, CommandFamily, OptionSpec } from '../commands/types.js';
import { settingOf } from '../config/settings.js';
import { durationText } from '../config/values.js';
import { number } from '../digits.js';
import type { Terminal } from '../output/terminal.js';
import { commandList, exampleList, helpWidth, subcommandList } from './help.js';
import type { Loaded } from './lookup.js';
import { environmentName, GLOBAL_OPTIONS } from './options.js';

export interface Parsed {
  command: string;
  args: string[];
  /** As commander returns them: text, true, or lists of text. */
  options: Record<string, unknown>;
  globals: Record<string, unknown>;
}

export function buildProgram(
  version: string,
  loaded: Loaded,
  onCommand: (parsed: Parsed) => void,
  { columns, writeOut }: Pick<Terminal, 'columns' | 'writeOut'>,
): Program {
  const room = helpWidth(columns);
  const program = new Program('spm-connect');
  const configure = (target: Program) =>
    target
      .exitOverride()
      .configureOutput({ writeOut, writeErr: () => {}, getOutHelpWidth: () => room })
      .helpOption('-h, --help', 'show help')
      .showSuggestionAfterError(false);
  configure(program)
    .description('The toolchain for ShopiMind connectors.')
    .usage('<command> [options]')
    .helpCommand(false)
    .version(version, '-V, --version', 'print the version')
    .configureHelp({ visibleCommands: () => [] });
  for (const option of GLOBAL_OPTIONS) program.addOption(commanderOption(option, null));
  program.addHelpText('after', commandList(room));
  addLoaded(program, { configure, room, onCommand }, loaded);
  return program;
}

interface Parts {
  configure(target: Program): Program;
  /** Columns for the help. */
  room: number;
  onCommand(parsed: Parsed): void;
}

function addLoaded(program: Program, parts: Parts, { family, command }: Loaded): void {
  const parent = family ? parts.configure(program.command(family.spec.name)) : program;
  if (command) addCommand(program, parent, parts, command);
  else if (family) describeFamily(parent, family, parts.room);
}

function describeFamily(parent: Program, family: CommandFamily, room: number): void {
  const { summary, description, examples } = family.spec;
  parent
    .description([summary, description].filter(Boolean).join('\n\n'))
    .usage('[command] [options]')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', subcommandList(family, room))
    .addHelpText('after', exampleList(examples, room));
}

function addCommand(
  program: Program,
  parent: Program,
  { configure, room, onCommand }: Parts,
  { spec }: Command,
): void {
  // Only the command that the line names is known here, not the rest of its family. If the line names none, it is the
  // default command.
  const name = spec.name.split(' ').at(-1) ?? spec.name;
  const sub = configure(parent.command(name, { isDefault: parent !== program })).description(
    [spec.summary, spec.description].filter(Boolean).join('\n\n'),
  );
  for (const { syntax, description } of spec.arguments ?? []) sub.argument(syntax, description);
  for (const option of spec.options ?? []) sub.addOption(commanderOption(option, spec.name));
  sub.configureHelp({ showGlobalOptions: true });
  sub.addHelpText('after', exampleList(spec.examples, room));
  sub.action(() =>
    onCommand({
      command: spec.name,
      args: sub.args,
      options: sub.opts(),
      globals: program.opts(),
    }),
  );
}

function commanderOption(spec: OptionSpec, command: string | null): Option {
  const variable = environmentName(spec, command);
  const { type, range } = boundsOf(spec);
  const facts = [
    spec.choices ? `choices: ${spec.choices.join(', ')}` : '',
    range ? `from ${range.map(type === 'duration' ? durationText : number).join(' to ')}` : '',
    spec.type === 'time' ? 'UTC without a time zone' : '',
    spec.default === undefined ? '' : `default: ${spec.default}`,
    variable === undefined ? '' : `env: ${variable}`,
  ].filter(Boolean);
  const option = new Option(
    spec.flags,
    facts.length ? `${spec.description} (${facts.join('; ')})` : spec.description,
  );
  if (spec.repeatable)
    option.argParser((text: string, before: string[] | undefined) => [...(before ?? []), text]);
  return option;
}

function boundsOf(spec: OptionSpec): Pick<OptionSpec, 'type' | 'range'> {
  if (spec.setting === undefined) return spec;
  const setting = settingOf(spec.setting);
  return 'range' in setting ? setting : {};
}
