import { describe, expect, it } from 'vitest';
import {
  attributeName,
  environmentName,
  resolveGlobals,
  resolveOptions,
} from '../../src/cli/options.js';
import type { OptionSpec } from '../../src/commands/types.js';

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
});
