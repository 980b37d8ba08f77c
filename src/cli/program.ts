/** Builds commander's program for one invocation. Only the command that is asked for is loaded. */
import { Option, Command as Program } from 'commander';
import { COMMANDS } from '../commands/index.js';
import type { Command, CommandFamily, Example, OptionSpec } from '../commands/types.js';
import { settingOf } from '../config/settings.js';
import { durationText } from '../config/values.js';
import { number } from '../digits.js';
import type { Loaded } from './lookup.js';
import { environmentName, GLOBAL_OPTIONS } from './options.js';

export interface Parsed {
  command: string;
  args: string[];
  /** As commander gives them: text, true, or lists of text. */
  options: Record<string, unknown>;
  globals: Record<string, unknown>;
}

export function buildProgram(
  version: string,
  loaded: Loaded | undefined,
  onCommand: (parsed: Parsed) => void,
  write: (text: string) => void,
): Program {
  const program = new Program('spm-connect');
  const configure = (target: Program) =>
    target
      .exitOverride()
      .configureOutput({ writeOut: write, writeErr: () => {}, getOutHelpWidth: () => 100 })
      .helpOption('-h, --help', 'show help')
      .showSuggestionAfterError(false);
  configure(program)
    .description('The toolchain for ShopiMind connectors.')
    .usage('<command> [options]')
    .helpCommand(false)
    .version(version, '-V, --version', 'print the version')
    .configureHelp({ visibleCommands: () => [] });
  for (const option of GLOBAL_OPTIONS) program.addOption(commanderOption(option, null));
  program.addHelpText('after', commandList);
  if (loaded) addLoaded(program, configure, loaded, onCommand);
  return program;
}

type Configure = (target: Program) => Program;
type OnCommand = (parsed: Parsed) => void;

function addLoaded(
  program: Program,
  configure: Configure,
  { family, command }: Loaded,
  onCommand: OnCommand,
): void {
  const parent = family ? configure(program.command(family.spec.name)) : program;
  if (command) addCommand(program, parent, configure, command, onCommand);
  else if (family) describeFamily(parent, family);
}

function describeFamily(parent: Program, { spec, subcommands }: CommandFamily): void {
  const [first] = subcommands;
  const longest = Math.max(...subcommands.map(({ name }) => name.length));
  const list = subcommands.map(({ name, summary }) => `  ${name.padEnd(longest)}  ${summary}`);
  const more = `Run \`spm-connect ${spec.name} <command> --help\` for the options of one; without one it is ${first.name}.`;
  parent
    .description([spec.summary, spec.description].filter(Boolean).join('\n\n'))
    .usage('[command] [options]')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', ['', 'Commands:', ...list, '', more].join('\n'))
    .addHelpText('after', exampleText(spec.examples));
}

function addCommand(
  program: Program,
  parent: Program,
  configure: Configure,
  { spec }: Command,
  onCommand: OnCommand,
): void {
  // Of a family, only the one that the line means is here: it is also the one meant without a word.
  const name = spec.name.split(' ').at(-1) ?? spec.name;
  const sub = configure(parent.command(name, { isDefault: parent !== program })).description(
    [spec.summary, spec.description].filter(Boolean).join('\n\n'),
  );
  for (const { syntax, description } of spec.arguments ?? []) sub.argument(syntax, description);
  for (const option of spec.options ?? []) sub.addOption(commanderOption(option, spec.name));
  sub.configureHelp({ showGlobalOptions: true });
  sub.addHelpText('after', exampleText(spec.examples));
  sub.action(() =>
    onCommand({
      command: spec.name,
      args: sub.args,
      options: sub.opts(),
      globals: program.opts(),
    }),
  );
}

const exampleText = (examples: readonly Example[]): string =>
  ['', 'Examples:', ...examples.map((e) => `  $ ${e.command}\n      ${e.description}`)].join('\n');

function commanderOption(spec: OptionSpec, command: string | null): Option {
  const variable = environmentName(spec, command);
  const { type, range } = boundsOf(spec);
  const facts = [
    spec.choices ? `choices: ${spec.choices.join(', ')}` : '',
    range ? `from ${range.map(type === 'duration' ? durationText : number).join(' to ')}` : '',
    spec.type === 'time' ? 'UTC unless it has a zone' : '',
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

const GROUP_TITLES = {
  start: 'Start',
  check: 'Check',
  shop: 'Shop',
  sync: 'Sync',
  serve: 'Serve',
  operate: 'Operate',
} as const;

function commandList(): string {
  const lines: string[] = [];
  const longest = Math.max(...COMMANDS.map((entry) => entry.name.length));
  for (const [group, title] of Object.entries(GROUP_TITLES)) {
    const entries = COMMANDS.filter((entry) => entry.group === group);
    if (entries.length === 0) continue;
    lines.push('', `${title}:`);
    for (const { name, summary, example } of entries)
      lines.push(`  ${name.padEnd(longest)}  ${summary}`, `  ${' '.repeat(longest)}  $ ${example}`);
  }
  return [...lines, '', 'Run `spm-connect <command> --help` for its options and examples.'].join(
    '\n',
  );
}
