import { describe, expect, it } from 'vitest';
import { futureCursorText, isInFuture } from '../../../../src/runtime/sync/step/ahead.ts';
import { bench, DAY, MINUTE, stepOf, T0 } from '../../../helpers/syncBench.ts';

const HOUR = 60 * MINUTE;

describe('a cursor that a wrong clock moved into the future', () => {
  it('differs from one that a clock slightly ahead has written', () => {
    expect(isInFuture({ lastSyncedAt: T0 + MINUTE }, T0)).toBe(false);
    expect(isInFuture({ lastSyncedAt: T0 + MINUTE + 1 }, T0)).toBe(true);
    expect(isInFuture({ lastSyncedAt: null }, T0)).toBe(false);
  });

  it('is an error that names the command to fix it, also for a source', () => {
    const cursor = { installationId: 'shop-1', entity: 'orders', lastSyncedAt: T0 + HOUR };
    expect(futureCursorText({ ...cursor, sourceKey: '' })).toContain(
      '`spm-connect cursors reset --installation shop-1 --entity orders`',
    );
    expect(futureCursorText({ ...cursor, sourceKey: 'paris' })).toContain(
      '--entity orders --source paris`',
    );
  });

  it('keeps only its own step from being read, also in a full run', async () => {
    const { sync, clock, cursor } = bench();
    await clock.pass(DAY);
    await sync(stepOf('orders'));
    await clock.pass(-DAY);
    for (const full of [false, true]) {
      const report = await sync([stepOf('orders'), stepOf('customers')], { full });
      expect(report.status).toBe('partial');
      expect(report.steps.map(({ status }) => status)).toEqual(['error', 'ok']);
      expect(report.steps[0]?.errors.join()).toContain('lies in the future');
      expect((await cursor('orders'))?.lastSyncedAt).toBe(T0 + DAY);
    }
  });
});
