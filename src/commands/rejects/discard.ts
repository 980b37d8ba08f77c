import type { App } from '../../app/app.js';
import { number } from '../../digits.js';
import { withApp } from '../app.js';
import { CONFIRM, confirm } from '../confirm.js';
import { requireKnown } from '../known.js';
import type { Command, Invocation, Report } from '../types.js';
import { WAIT, waitMs } from '../wait.js';
import { FILTER, filterOf, IDS } from './filter.js';

export interface RejectsDiscarded {
  /** How many open ones were named, or found by the options whatever the limit. */
  total: number;
  discarded: number[];
}

export const command: Command = {
  spec: {
    name: 'rejects discard',
    summary: 'give open dead letters up',
    description:
      'They stay in the store, as discarded, until they are purged; the record itself is pushed again when the partner changes it. One that is named and is not open refuses all. Without ids it asks before; without a terminal --confirm is needed then.',
    arguments: [IDS],
    options: [...FILTER, CONFIRM, WAIT],
    examples: [
      { command: 'spm-connect rejects discard 12 13', description: 'two of them' },
      {
        command: 'spm-connect rejects discard --entity orders --confirm',
        description: 'all open ones of a step, in a script',
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
    // As they are now that nobody else works on them.
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
    ? 'One open dead letter is given up'
    : `${number(chosen)}${which} open dead letters are given up`;
}
