import { describe, expect, it } from 'vitest';
import { phaseOf, statusOf } from '../../../src/runtime/lifecycle/phases.ts';

const PHASES = ['installed', 'activating', 'ready', 'active', 'inactive', 'uninstalled'] as const;

describe('the phase of an installation', () => {
  it('is what the last event left, while the status agrees', () => {
    for (const phase of PHASES) expect(phaseOf(statusOf(phase), phase, true)).toBe(phase);
  });

  it('follows a status that was set otherwise', () => {
    expect(phaseOf('active', 'activating', false)).toBe('active');
    expect(phaseOf('uninstalled', 'active', true)).toBe('uninstalled');
    expect(phaseOf('inactive', 'active', true)).toBe('inactive');
    expect(phaseOf('inactive', 'uninstalled', false)).toBe('installed');
    expect(phaseOf('inactive', null, true)).toBe('inactive');
    expect(phaseOf('inactive', null, false)).toBe('installed');
  });
});
