/** Every command that a line can name, with each command of a family. */
import { COMMANDS } from '../../src/commands/index.js';
import { type Command, isFamily } from '../../src/commands/types.js';

export async function everyCommand(): Promise<Command[]> {
  const loaded = await Promise.all(COMMANDS.map(({ load }) => load()));
  const commands = loaded.map((one) =>
    isFamily(one) ? Promise.all(one.subcommands.map(({ load }) => load())) : [one],
  );
  return (await Promise.all(commands)).flat();
}
