import { describe, expect, it } from 'vitest';
import { findCommandName, loadCommand } from '../../src/cli/lookup.js';

const load = (line: string) => loadCommand(line.split(' '));
const nameOf = async (line: string) => (await load(line))?.command?.spec.name;

describe('findCommandName', () => {
  it('passes over global options and their values', () => {
    expect(findCommandName(['--json', '--target', 'sandbox', '--cwd=x', 'sync'])).toBe('sync');
    expect(findCommandName(['--json'])).toBeUndefined();
    expect(findCommandName(['--', 'sync'])).toBeUndefined();
  });
});

describe('loadCommand', () => {
  it('has no command when the line names none, and refuses an unknown one', async () => {
    expect(await load('--version')).toEqual({ argv: ['--version'] });
    await expect(load('snyc')).rejects.toMatchObject({
      code: 'SPM_UNKNOWN_COMMAND',
      hint: 'Did you mean `spm-connect sync`?',
    });
  });

  it('takes the second word of a family, wherever global options stand', async () => {
    expect(await nameOf('sync --full')).toBe('sync');
    expect(await nameOf('installations list --status active')).toBe('installations list');
    expect(await nameOf('--quiet installations --target sandbox --json list')).toBe(
      'installations list',
    );
  });

  it('takes the first of a family when the line names none, with its options', async () => {
    expect(await nameOf('installations')).toBe('installations list');
    expect(await nameOf('installations --status active')).toBe('installations list');
    expect(await nameOf('installations --json')).toBe('installations list');
  });

  it('loads the family alone for its help', async () => {
    const loaded = await load('installations --help');
    expect(loaded?.command).toBeUndefined();
    expect(loaded?.family?.spec.name).toBe('installations');
    expect(await nameOf('installations list --help')).toBe('installations list');
    expect(await nameOf('installations -- --help')).toBe('installations list');
  });

  it.each([
    ['help', '--help', undefined],
    ['help sync', 'sync --help', 'sync'],
    ['--json help help sync', '--json sync --help --help', 'sync'],
    ['help installations add', 'installations add --help', 'installations add'],
    ['installations help add', 'installations add --help', 'installations add'],
    ['installations --quiet help', 'installations --quiet --help', undefined],
  ])('takes `%s` for `%s`', async (line, meant, name) => {
    const { argv, command } = await load(line);
    expect(argv.join(' ')).toBe(meant);
    expect(command?.spec.name).toBe(name);
  });

  it('suggests the nearest of the family', async () => {
    await expect(load('installations lsit')).rejects.toMatchObject({
      code: 'SPM_UNKNOWN_COMMAND',
      message: "Unknown command 'installations lsit'",
      hint: 'Did you mean `spm-connect installations list`?',
    });
    await expect(load('installations whatever')).rejects.toMatchObject({
      hint: 'Run `spm-connect installations --help` for the list of commands.',
    });
  });
});
