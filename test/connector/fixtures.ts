import type { Integration, SyncStep, SyncStepContext } from '../../src/connector/types.js';

export function step(changes: Partial<SyncStep> = {}): SyncStep {
  return {
    entity: 'orders',
    cursorScope: 'global',
    enabled: () => true,
    run: async () => ({ items: 0, errors: [] }),
    ...changes,
  };
}

export function integration(changes: Partial<Integration> = {}): Integration {
  return {
    slug: 'acme',
    meta: { name: 'Acme', version: '1.2.3' },
    configSchema: { fields: [] },
    parseSettings: (raw) => raw,
    testConnection: async () => true,
    syncSteps: [step()],
    ...changes,
  };
}

/** The part of a context that the bulk loop uses. */
export function stepContext(changes: Partial<SyncStepContext> = {}): SyncStepContext {
  const context: Partial<SyncStepContext> = {
    entity: 'orders',
    sourceKey: '',
    window: { since: null, until: new Date('2026-01-02T00:00:00.000Z') },
    signal: new AbortController().signal,
    ...changes,
  };
  return context as SyncStepContext;
}

/** The error that `action` throws; fails when it throws none. */
export function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
