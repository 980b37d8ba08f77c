import type { App } from '../../app/app.js';
import { number } from '../../digits.js';
import { withApp } from '../app.js';
import { CONFIRM, confirm } from '../confirm.js';
import { requireKnown } from '../known.js';
import type { Command, Invocation, Report } from '../types.js';
import { WAIT, waitMs } from '../wait.js';
import { FILTER, filterOf, IDS } from './filter.js';

export interface RejectsDiscarded {
  /** How many open dead letters match the ids or options, regardless of the limit. */
  total: number;
  discarded: number[];
}

export const command: Command = {
  spec: {
    name: 'rejects discard',
    summary: 'discard open dead letters',
    description:
      'Discarded dead letters stay in the store until they are purged. The record is pushed again when the partner changes it. If one of the given ids is not open, nothing is discarded. Without ids it asks for confirmation; without a terminal, pass --confirm.',
    arguments: [IDS],
    options: [...FILTER, CONFIRM, WAIT],
    examples: [
      { command: 'spm-connect rejects discard 12 13', description: 'discard two dead letters' },
      {
        command: 'spm-connect rejects discard --entity orders --confirm',
        description: 'discard all open dead letters of a step, in a script',
      },
    ],
  },
  run: (invocation) => withApp(invocation, (app) => discard(invocation, app)),
};

async function discard(invocation: Invocation, app: App): Promise<Report<RejectsDiscarded>> {
  const { chooseLetters, requireOpen } = await import('../../runtime/rejects/choose.js');
  const store = await app.existingStore();
  const filter = filterOf(invocation);
  const { letters, total } = await chooseLetters(store.rejects, filter);
  requireOpen(letters);
  if (total === 0) await requireKnown(invocation, store);
  if (filter.ids === undefined && letters.length > 0)
    await confirm(invocation, question(letters.length, total));
  const shops = letters.map(({ installationId }) => installationId);
  const discarded = await app.withLeases(shops, waitMs(invocation), async (leases) => {
    // Read again under the lease, since another process may have changed them.
    const open = await store.rejects.list({ ids: letters.map(({ id }) => id), state: 'open' });
    const ids = open.map(({ id }) => id).sort((a, b) => a - b);
    for (const lease of leases)
      await store.fenced.endRejects(lease.current(), ids, 'discarded', app.clock.now());
    return ids;
  });
  return { data: { total, discarded } };
}

function question(chosen: number, total: number): string {
  const which = chosen < total ? ` of ${number(total)}` : '';
  return chosen === 1 && which === ''
    ? 'Discard one open dead letter'
    : `Discard ${number(chosen)}${which} open dead letters`;
}
