import { describe, expect, it } from 'vitest';
import { resolveOptions } from '../../../src/cli/options.js';
import { readSyncRequest } from '../../../src/commands/sync/options.js';
import { command } from '../../../src/commands/sync.js';
import { invocationIn } from '../../helpers/invocation.js';

const NOW = Date.UTC(2026, 5, 1);

/** The options as they come from the line, by their attributes. */
const read = (given: Record<string, unknown>, env: Record<string, string> = {}) =>
  readSyncRequest(invocationIn('.', { options: resolveOptions(command.spec, given, env) }), NOW);

describe('the options of sync', () => {
  it('are off, and skip and check, when nothing is given', () => {
    expect(read({})).toEqual({
      options: {
        full: false,
        only: undefined,
        sources: undefined,
        since: undefined,
        until: undefined,
        skip: true,
        validate: true,
        approveDeletes: false,
        waitMs: undefined,
      },
      shops: 4,
      concurrency: undefined,
      dryRun: false,
      limit: undefined,
      loop: false,
      intervalMs: undefined,
      drainTimeoutMs: 10_000,
    });
  });

  it('are read into their types', () => {
    const given = {
      since: '2026-01-01',
      until: '2026-01-02T00:00:00Z',
      only: 'orders,customers',
      source: 'paris',
      concurrency: '8',
      skip: false,
      validate: false,
      approveDeletes: true,
      wait: '5m',
      drainTimeout: '3s',
    };
    expect(read(given)).toMatchObject({
      options: {
        since: Date.UTC(2026, 0, 1),
        until: Date.UTC(2026, 0, 2),
        only: ['orders', 'customers'],
        sources: ['paris'],
        skip: false,
        validate: false,
        approveDeletes: true,
        waitMs: 300_000,
      },
      shops: 8,
      concurrency: 8,
      drainTimeoutMs: 3_000,
    });
  });

  it('take an end that is still to come: it means now', () => {
    expect(read({ until: '2999-01-01' }).options.until).toBe(Date.UTC(2999, 0, 1));
  });

  it('take an approval of deletes from the line alone', () => {
    expect(read({}, { SPM_SYNC_APPROVE_DELETES: '1' }).options.approveDeletes).toBe(false);
  });

  it('leave the variables of settings to the configuration', () => {
    const request = read({}, { SPM_CONCURRENCY: '3', SPM_INTERVAL: '1m' });
    expect(request).toMatchObject({ shops: 4, concurrency: undefined, intervalMs: undefined });
  });

  it('count shops by --shops, and by --concurrency as before', () => {
    expect(read({ shops: '9' })).toMatchObject({ shops: 9, concurrency: undefined });
    expect(read({}, { SPM_SYNC_SHOPS: '9' })).toMatchObject({ shops: 9, concurrency: undefined });
    expect(read({}, { SPM_SYNC_CONCURRENCY: '9' })).toMatchObject({ shops: 9, concurrency: 9 });
    expect(read({ loop: true, interval: '2m' }).intervalMs).toBe(120_000);
  });

  it.each([
    [{ full: true, since: '2026-01-01' }, '--full and --since'],
    [{ loop: true, full: true }, '--loop and --full'],
    [{ loop: true, since: '2026-01-01' }, '--loop and --since'],
    [{ loop: true, until: '2026-01-01' }, '--loop and --until'],
    [{ loop: true, dryRun: true }, '--loop and --dry-run'],
    [{ loop: true, wait: '1m' }, '--loop and --wait'],
    [{ loop: true, approveDeletes: true }, '--loop and --approve-deletes'],
    [{ dryRun: true, approveDeletes: true }, '--dry-run and --approve-deletes'],
    [{ dryRun: true, wait: '1m' }, '--dry-run and --wait'],
    [{ limit: '3' }, '--limit needs --dry-run'],
    [{ interval: '3m' }, '--interval needs --loop'],
    [{ since: '2026-01-02', until: '2026-01-02' }, '--since must be before --until'],
    [{ concurrency: '0' }, '--concurrency'],
    [{ shops: '65' }, '--shops'],
    [{ shops: '2', concurrency: '2' }, '--shops and --concurrency'],
    [{ loop: true, interval: '0s' }, '--interval'],
    [{ loop: true, interval: '366d' }, '--interval'],
    [{ since: '2026-06-01T00:00:01Z' }, '--since'],
  ])('refuses %j', (given, message) => {
    expect(() => read(given)).toThrow(message);
  });
});
