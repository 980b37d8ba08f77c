/** The parts of a help text that commander does not generate. */
import { COMMANDS } from '../commands/index.js';
import type { CommandFamily, Example } from '../commands/types.js';
import { indent, wrap } from '../output/text.js';

/** Wider lines are hard to read. */
const WIDEST = 100;

/** The width of help texts; `columns` is null without a terminal. */
export const helpWidth = (columns: number | null): number => Math.min(columns ?? WIDEST, WIDEST);

const GROUP_TITLES = {
  start: 'Start',
  check: 'Check',
  shop: 'Shop',
  sync: 'Sync',
  serve: 'Serve',
  operate: 'Operate',
} as const;

/** Every command, by group. */
export function commandList(room: number): string {
  const groups = Object.entries(GROUP_TITLES).flatMap(([group, title]) => {
    const entries = COMMANDS.filter((entry) => entry.group === group);
    return entries.length === 0 ? [] : ['', `${title}:`, ...entries.flatMap(entryLines)];
  });
  function entryLines({ name, summary, example }: (typeof COMMANDS)[number]): string[] {
    return [...named(name, summary, NAMES, room), `${' '.repeat(NAMES + 4)}$ ${example}`];
  }
  return [
    ...groups,
    '',
    ...wrap('Run `spm-connect help <command>` for its options and examples.', room),
  ].join('\n');
}

const longest = (entries: readonly { name: string }[]): number =>
  Math.max(...entries.map(({ name }) => name.length));

const NAMES = longest(COMMANDS);

/** `  name  summary`; a long summary wraps next to the name. */
function named(name: string, summary: string, names: number, room: number): string[] {
  const [first = '', ...rest] = wrap(summary, room - names - 4);
  return [`  ${name.padEnd(names)}  ${first}`, ...indent(rest, names + 4)];
}

export function subcommandList({ spec, subcommands }: CommandFamily, room: number): string {
  const [first] = subcommands;
  const names = longest(subcommands);
  const more = `Run \`spm-connect help ${spec.name} <command>\` for the options of one. Without a command, \`${first.name}\` runs.`;
  return [
    '',
    'Commands:',
    ...subcommands.flatMap(({ name, summary }) => named(name, summary, names, room)),
    '',
    ...wrap(more, room),
  ].join('\n');
}

/** A command stays on one line, so that it can be copied. */
export const exampleList = (examples: readonly Example[], room: number): string =>
  [
    '',
    'Examples:',
    ...examples.flatMap(({ command, description }) => [
      `  $ ${command}`,
      ...indent(wrap(description, room - 6), 6),
    ]),
  ].join('\n');
