/** Builds commander's program for one invocation. Only the command that is asked for is loaded. */
import { Option, Command as Program } from 'commander';
import { COMMANDS, type CommandEntry } from '../commands/index.js';
import type { Command, OptionSpec } from '../commands/types.js';
import { environmentName, GLOBAL_OPTIONS } from './options.js';

export interface Parsed {
  command: string;
  args: string[];
  /** As commander gives them: text, true, or lists of text. */
  options: Record<string, unknown>;
  globals: Record<string, unknown>;
}

/** The first word that is neither an option nor the value of a global one. */
export function findCommandName(argv: readonly string[]): string | undefined {
  const takesValue = new Set(
    GLOBAL_OPTIONS.filter((option) => option.flags.includes('<')).map(
      (option) => option.flags.split(' ')[0],
    ),
  );
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '--') return undefined;
    if (takesValue.has(word)) i++;
    else if (!word.startsWith('-')) return word;
  }
  return undefined;
}

export function buildProgram(
  version: string,
  loaded: { entry: CommandEntry; command: Command } | undefined,
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
  for (const option of GLOBAL_OPTIONS) program.addOption(commanderOption(option));
  program.addHelpText('after', commandList);
  if (loaded) addCommand(program, configure, loaded, onCommand);
  return program;
}

function addCommand(
  program: Program,
  configure: (target: Program) => Program,
  { entry, command: { spec } }: { entry: CommandEntry; command: Command },
  onCommand: (parsed: Parsed) => void,
): void {
  const sub = configure(program.command(entry.name)).description(
    [spec.summary, spec.description].filter(Boolean).join('\n\n'),
  );
  for (const { syntax, description } of spec.arguments ?? []) sub.argument(syntax, description);
  for (const option of spec.options ?? []) sub.addOption(commanderOption(option));
  sub.configureHelp({ showGlobalOptions: true });
  sub.addHelpText('after', () =>
    ['', 'Examples:', ...spec.examples.map((e) => `  $ ${e.command}\n      ${e.description}`)].join(
      '\n',
    ),
  );
  sub.action(() =>
    onCommand({
      command: entry.name,
      args: sub.args,
      options: sub.opts(),
      globals: program.opts(),
    }),
  );
}

function commanderOption(spec: OptionSpec): Option {
  const facts = [
    spec.choices ? `choices: ${spec.choices.join(', ')}` : '',
    spec.default === undefined ? '' : `default: ${spec.default}`,
    spec.noEnv ? '' : `env: ${environmentName(spec)}`,
  ].filter(Boolean);
  const option = new Option(
    spec.flags,
    facts.length ? `${spec.description} (${facts.join('; ')})` : spec.description,
  );
  if (spec.repeatable)
    option.argParser((text: string, before: string[] | undefined) => [...(before ?? []), text]);
  return option;
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
