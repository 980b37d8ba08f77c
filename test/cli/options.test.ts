import { describe, expect, it } from 'vitest';
import {
  attributeName,
  chooseVerbosity,
  environmentName,
  GLOBAL_OPTIONS,
  resolveGlobals,
  resolveOptions,
} from '../../src/cli/options.js';
import { buildProgram } from '../../src/cli/program.js';
import type { Command, OptionSpec } from '../../src/commands/types.js';
import { SECRETS, SETTINGS } from '../../src/config/settings.js';
import { everyCommand } from '../helpers/commands.js';
import { unexpected } from '../helpers/invocation.js';

const OPTIONS: OptionSpec[] = [
  { flags: '--full', description: '' },
  { flags: '--no-skip', description: '' },
  { flags: '--limit <n>', description: '', type: 'integer', default: 10 },
  { flags: '--only <names>', description: '', type: 'text', repeatable: true },
  { flags: '--port <n>', description: '', type: 'integer', noEnv: true },
];

/** A command of a family: the words of its name join. */
const SPEC = { name: 'things list-all', options: OPTIONS };

describe('options', () => {
  it('names attributes as commander and variables as the contract does', () => {
    expect(OPTIONS.map(attributeName)).toEqual(['full', 'skip', 'limit', 'only', 'port']);
    expect(OPTIONS.map((option) => environmentName(option, SPEC.name))).toEqual([
      'SPM_THINGS_LIST_ALL_FULL',
      'SPM_THINGS_LIST_ALL_NO_SKIP',
      'SPM_THINGS_LIST_ALL_LIMIT',
      'SPM_THINGS_LIST_ALL_ONLY',
      undefined,
    ]);
    expect(environmentName({ flags: '--json', description: '' }, null)).toBe('SPM_JSON');
    const interval = { flags: '--every <d>', description: '', setting: 'sync.interval' } as const;
    expect(environmentName(interval, 'sync')).toBe('SPM_INTERVAL');
  });

  it('takes the default, then the environment, then the line', () => {
    const resolve = (given: object, env: object) =>
      resolveOptions(SPEC, { skip: true, ...given }, { ...env });
    expect(resolve({}, {})).toEqual({ full: false, skip: true, limit: 10 });
    expect(
      resolve(
        {},
        {
          SPM_THINGS_LIST_ALL_FULL: '1',
          SPM_THINGS_LIST_ALL_NO_SKIP: 'yes',
          SPM_THINGS_LIST_ALL_LIMIT: '5',
        },
      ),
    ).toEqual({
      full: true,
      skip: false,
      limit: 5,
    });
    expect(
      resolve(
        { limit: '7', full: true },
        { SPM_THINGS_LIST_ALL_LIMIT: '5', SPM_THINGS_LIST_ALL_FULL: '0' },
      ),
    ).toMatchObject({
      full: true,
      limit: 7,
    });
  });

  it('reads a repeatable option from one variable with commas', () => {
    expect(resolveOptions(SPEC, { only: ['a', 'b'] }, {})).toMatchObject({ only: ['a', 'b'] });
    expect(resolveOptions(SPEC, {}, { SPM_THINGS_LIST_ALL_ONLY: 'a, b' })).toMatchObject({
      only: ['a', 'b'],
    });
  });

  it('names the variable when its value is wrong', () => {
    expect(() => resolveOptions(SPEC, {}, { SPM_THINGS_LIST_ALL_LIMIT: 'ten' })).toThrow(
      "SPM_THINGS_LIST_ALL_LIMIT cannot be 'ten'",
    );
  });

  it('leaves out of the environment what must not come from it', () => {
    expect(resolveOptions(SPEC, {}, { SPM_THINGS_LIST_ALL_PORT: '1' }).port).toBeUndefined();
  });

  it('resolves globals; target and store stay as given, for the configuration to weigh', () => {
    const globals = resolveGlobals(
      { color: true, input: true, target: 'production' },
      { SPM_JSON: '1', SPM_TARGET: 'sandbox' },
    );
    expect(globals).toMatchObject({
      json: true,
      quiet: false,
      color: true,
      input: true,
      target: 'production',
    });
    expect(
      resolveGlobals({ color: true, input: true }, { SPM_TARGET: 'sandbox' }).target,
    ).toBeUndefined();
  });

  it('refuses quiet and verbose together; what is on the line wins over the environment', () => {
    const settle = (given: object, env: object) => {
      const all = { color: true, input: true, ...given };
      const { quiet, verbose } = chooseVerbosity(resolveGlobals(all, { ...env }), all);
      return { quiet, verbose };
    };
    const refusal = { code: 'SPM_USAGE', exit: 'usage' };
    expect(() => settle({ quiet: true, verbose: true }, {})).toThrow(
      expect.objectContaining(refusal),
    );
    expect(() => settle({}, { SPM_QUIET: '1', SPM_VERBOSE: '1' })).toThrow(
      expect.objectContaining(refusal),
    );
    expect(settle({ verbose: true }, { SPM_QUIET: '1' })).toEqual({ quiet: false, verbose: true });
    expect(settle({ quiet: true }, { SPM_VERBOSE: '1' })).toEqual({ quiet: true, verbose: false });
  });
});

describe('the variables of options', () => {
  /** Options that the user must type each time. */
  const WITHOUT = [
    'init --force',
    'migrate-from-kit --write',
    'types --check',
    'installations remove -y, --yes',
    'provision --plan <file>',
    'pull --force',
    'sync --approve-deletes',
    'cursors reset --all',
    'cursors reset --confirm',
    'cursors set --to <time>',
    'cursors set --confirm',
    'cursors import --confirm',
    'rejects replay --unkeyed',
    'rejects discard --confirm',
    'rejects purge --confirm',
  ];

  it('are there for every option, but for those that must be typed', async () => {
    const without: string[] = [];
    for (const { spec } of await everyCommand()) {
      const { name, options = [] } = spec;
      without.push(...options.filter(({ noEnv }) => noEnv).map(({ flags }) => `${name} ${flags}`));
    }
    expect(without).toEqual(WITHOUT);
  });

  it('mean one thing each, over all commands, settings and secrets, and --help names each', async () => {
    const owners = new Map<string, Set<string>>();
    const own = (variable: string | undefined, owner: string) =>
      variable && owners.set(variable, (owners.get(variable) ?? new Set()).add(owner));
    for (const { key, env } of SETTINGS) own(env, key);
    for (const name of SECRETS) own(name, 'a secret');
    const nameOf = (option: OptionSpec) => option.setting ?? option.flags;
    for (const option of GLOBAL_OPTIONS) own(environmentName(option, null), nameOf(option));
    for (const command of await everyCommand()) {
      const { name, options = [] } = command.spec;
      const help = helpOf(command);
      for (const option of [...options, ...GLOBAL_OPTIONS]) {
        const isGlobal = GLOBAL_OPTIONS.includes(option);
        const variable = environmentName(option, isGlobal ? null : name);
        if (!isGlobal) own(variable, option.setting ?? `${name} ${option.flags}`);
        if (variable) expect(help).toContain(`env: ${variable})`);
      }
    }
    const several = [...owners].filter(([, names]) => names.size > 1);
    expect(several).toEqual([]);
    expect([...owners.keys()]).toEqual(
      expect.arrayContaining(['SPM_LINT_FORMAT', 'SPM_REJECTS_LIST_LIMIT', 'SPM_SYNC_SINCE']),
    );
  });
});

/** On one line, because the help can wrap at any space. */
function helpOf(command: Command): string {
  const [family] = command.spec.name.split(' ');
  const isOfFamily = command.spec.name.includes(' ');
  let text = '';
  const loaded = {
    argv: [...command.spec.name.split(' '), '--help'],
    command,
    ...(isOfFamily && {
      family: {
        spec: { name: family ?? '', summary: '', examples: [] },
        subcommands: [{ name: 'x', summary: '', load: async () => command }] as const,
      },
    }),
  };
  const writeOut = (piece: string) => {
    text += piece;
  };
  const program = buildProgram('0', loaded, unexpected, { columns: null, writeOut });
  expect(() => program.parse(loaded.argv, { from: 'user' })).toThrow();
  return text.replace(/\s+/g, ' ');
}
