/** Finds and loads the command of a line before the line is parsed. */
import { COMMANDS } from '../commands/index.js';
import { type Command, type CommandFamily, isFamily } from '../commands/types.js';
import { GLOBAL_OPTIONS } from './options.js';
import { unknownCommand, unknownSubcommand } from './usage.js';

/** With only a family, the line asks for the help of the family. With neither, it names no command. */
export interface Loaded {
  /** The line, with the word `help` replaced by `--help`. */
  argv: readonly string[];
  family?: CommandFamily;
  command?: Command;
}

const HELP = 'help';

const flagOf = (flags: string): string => flags.split(' ')[0] ?? '';
const GLOBALS = new Set(GLOBAL_OPTIONS.map(({ flags }) => flagOf(flags)));
const WITH_VALUE = new Set(
  GLOBAL_OPTIONS.filter(({ flags }) => flags.includes('<')).map(({ flags }) => flagOf(flags)),
);

/** The first word that is neither an option nor the value of a global one. */
export function findCommandName(argv: readonly string[]): string | undefined {
  return argv[nextWord(argv, 0, () => true)];
}

/** @throws SpmError SPM_UNKNOWN_COMMAND */
export async function loadCommand(argv: readonly string[]): Promise<Loaded> {
  const at = nextWord(argv, 0, () => true);
  const name = argv[at];
  if (name === undefined) return { argv };
  if (name === HELP) return loadCommand(askingForHelp(argv, at));
  const entry = COMMANDS.find((candidate) => candidate.name === name);
  if (!entry) throw unknownCommand(name);
  const loaded = await entry.load();
  return isFamily(loaded) ? loadSubcommand(loaded, argv, at + 1) : { argv, command: loaded };
}

async function loadSubcommand(
  family: CommandFamily,
  argv: readonly string[],
  start: number,
): Promise<Loaded> {
  // The next word may be the value of an option of the default subcommand.
  const at = nextWord(argv, start, (option) => GLOBALS.has(option));
  const name = argv[at];
  if (name === HELP) return loadSubcommand(family, askingForHelp(argv, at), start);
  if (name === undefined && asksForHelp(argv)) return { argv, family };
  const found =
    name === undefined
      ? family.subcommands[0]
      : family.subcommands.find((candidate) => candidate.name === name);
  if (!found) throw unknownSubcommand(family, name ?? '');
  return { argv, family, command: await found.load() };
}

/** -1 when no word comes before `--`, the end, or an option that `passesOver` rejects. */
function nextWord(
  argv: readonly string[],
  start: number,
  passesOver: (option: string) => boolean,
): number {
  for (let i = start; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '--') return -1;
    if (WITH_VALUE.has(word)) i++;
    else if (!word.startsWith('-')) return i;
    else if (!passesOver(word.split('=', 1)[0] ?? '')) return -1;
  }
  return -1;
}

/** `help sync` as `sync --help`. */
const askingForHelp = (argv: readonly string[], at: number): string[] => [
  ...argv.slice(0, at),
  ...argv.slice(at + 1),
  '--help',
];

function asksForHelp(argv: readonly string[]): boolean {
  const options = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  return options.includes('--help') || options.includes('-h');
}
