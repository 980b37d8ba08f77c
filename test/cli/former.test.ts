import { describe, expect, it } from 'vitest';
import { formerVariables, warnOfFormer } from '../../src/cli/former.js';
import { command as lint } from '../../src/commands/lint.js';
import { command as sync } from '../../src/commands/sync.js';
import type { CommandSpec } from '../../src/commands/types.js';

const told = (spec: CommandSpec, env: Record<string, string>, given: object = {}) =>
  warnOfFormer(formerVariables(spec, { ...given }, env));

describe('variables of earlier versions', () => {
  it('are told of, with the one that is read', () => {
    expect(told(lint.spec, { SPM_FORMAT: 'json' })).toEqual([
      'SPM_FORMAT is no longer read; use SPM_LINT_FORMAT for --format',
    ]);
    expect(told(sync.spec, { SPM_SYNC_INTERVAL: '1m' })).toEqual([
      'SPM_SYNC_INTERVAL is no longer read; use SPM_INTERVAL for --interval',
    ]);
  });

  it('say nothing when they are empty, off, of another command, or a setting', () => {
    const env = { SPM_FULL: '', SPM_DRY_RUN: '0', SPM_OUT: 'x', SPM_CONCURRENCY: '3' };
    expect(told(sync.spec, env)).toEqual([]);
    expect(told(lint.spec, { SPM_BASE: 'plan.yaml', SPM_LIMIT: '3', SPM_MY_OWN: '1' })).toEqual([]);
  });

  it('say nothing when the line or the new variable decides', () => {
    expect(told(sync.spec, { SPM_DRY_RUN: '1' }, { dryRun: true })).toEqual([]);
    expect(told(sync.spec, { SPM_DRY_RUN: '1', SPM_SYNC_DRY_RUN: '0' })).toEqual([]);
    expect(told(sync.spec, { SPM_NO_SKIP: '1' }, { skip: false })).toEqual([]);
    expect(told(sync.spec, { SPM_NO_SKIP: '1' }, { skip: true })).toHaveLength(1);
  });
});
