import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const dated = (created_at: string) =>
  lintPlan('plan/order-status-date', {
    orderStatuses: [{ status_id: '1', lang: 'fr', name: 'Paid', created_at }],
  });

it.each(['2026-01-31T08:00:00Z', '2024-02-29T23:59:59.999Z', '2026-01-31T08:00:00.123456Z'])(
  'accepts %s',
  (date) => {
    expect(dated(date)).toEqual([]);
  },
);

it.each(['', '2026-01-31', '2026-01-31T08:00:00+01:00', '2026-02-29T08:00:00Z', '31/01/2026'])(
  'refuses %j',
  (date) => {
    expect(dated(date)).toEqual([`orderStatuses[0].created_at: not-a-utc-time value=${date}`]);
  },
);
