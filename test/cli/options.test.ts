import { describe, expect, it } from 'vitest';
import {
  attributeName,
  environmentName,
  GLOBAL_OPTIONS,
  resolveGlobals,
  resolveOptions,
  settleLoudness,
} from '../../src/cli/options.js';
import type { OptionSpec } from '../../src/commands/types.js';
import { SETTINGS } from '../../src/config/settings.js';
import { everyCommand } from '../helpers/commands.js';

const SPECS: OptionSpec[] = [
  { flags: '--full', description: '' },
  { flags: '--no-skip', description: '' },
  { flags: '--limit <n>', description: '', type: 'integer', default: 10 },
  { flags: '--only <names>', description: '', type: 'text', repeatable: true },
  { flags: '--port <n>', description: '', type: 'integer', noEnv: true },
];

describe('options', () => {
  it('names attributes as commander and variables as the contract does', () => {
    expect(SPECS.map(attributeName)).toEqual(['full', 'skip', 'limit', 'only', 'port']);
    expect(SPECS.map(environmentName).slice(0, 3)).toEqual([
      'SPM_FULL',
      'SPM_NO_SKIP',
      'SPM_LIMIT',
    ]);
  });

  it('takes the default, then the environment, then the line', () => {
    const resolve = (given: object, env: object) =>
      resolveOptions(SPECS, { skip: true, ...given }, { ...env });
    expect(resolve({}, {})).toEqual({ full: false, skip: true, limit: 10 });
    expect(resolve({}, { SPM_FULL: '1', SPM_NO_SKIP: 'yes', SPM_LIMIT: '5' })).toEqual({
      full: true,
      skip: false,
      limit: 5,
    });
    expect(resolve({ limit: '7', full: true }, { SPM_LIMIT: '5', SPM_FULL: '0' })).toMatchObject({
      full: true,
      limit: 7,
    });
  });

  it('reads a repeatable option from one variable with commas', () => {
    expect(resolveOptions(SPECS, { only: ['a', 'b'] }, {})).toMatchObject({ only: ['a', 'b'] });
    expect(resolveOptions(SPECS, {}, { SPM_ONLY: 'a, b' })).toMatchObject({ only: ['a', 'b'] });
  });

  it('names the variable when its value is wrong', () => {
    expect(() => resolveOptions(SPECS, {}, { SPM_LIMIT: 'ten' })).toThrow(
      "SPM_LIMIT cannot be 'ten'",
    );
  });

  it('leaves out of the environment what must not come from it', () => {
    expect(resolveOptions(SPECS, {}, { SPM_PORT: '1' }).port).toBeUndefined();
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
      const { quiet, verbose } = settleLoudness(resolveGlobals(all, { ...env }), all);
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
  /** What must be meant each time it is done. */
  const WITHOUT = [
    'init --force',
    'types --check',
    'installations remove --yes',
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

  it('mean one thing each within a command and the settings', async () => {
    const settings = SETTINGS.map(({ env }) => env);
    for (const { spec } of await everyCommand()) {
      const { name, options = [] } = spec;
      const all = [...GLOBAL_OPTIONS, ...options].map(environmentName);
      expect(new Set(all).size, name).toBe(all.length);
      expect(
        options.map(environmentName).filter((variable) => settings.includes(variable)),
      ).toEqual([]);
    }
  });
});
