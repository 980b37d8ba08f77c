import { type Context, withContext } from '../../context.js';
import { SpmError } from '../../errors.js';
import { CONFIRM, confirm } from '../confirm.js';
import type { Command, Invocation, Report } from '../types.js';
import { WAIT, waitMs } from '../wait.js';
import { FILTER, filterOf, IDS } from './filter.js';

export interface RejectsDiscarded {
  discarded: number[];
}

export const command: Command = {
  spec: {
    name: 'rejects discard',
    summary: 'give open dead letters up',
    description:
      'They stay in the store, as discarded, until they are purged; the record itself is pushed again when the partner changes it. Without ids it asks before; without a terminal --confirm is needed then.',
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
  run: (invocation) => withContext(invocation, (context) => discard(invocation, context)),
};

async function discard(
  invocation: Invocation,
  context: Context,
): Promise<Report<RejectsDiscarded>> {
  const { grouped } = await import('../../runtime/rejects/replay.js');
  const store = await context.existingStore();
  const filter = filterOf(invocation);
  const letters = await store.rejects.list({ ...filter, state: 'open' });
  refuseMissing(filter.ids ?? [], new Set(letters.map(({ id }) => id)));
  if (filter.ids === undefined && letters.length > 0)
    await confirm(invocation, `${letters.length} open dead letters are given up`);
  for (const [id, group] of grouped(letters, ({ installationId }) => installationId)) {
    await context.withLease(store, id, waitMs(invocation), (held) => {
      const ids = group.map((one) => one.id);
      return store.fenced.endRejects(held.current(), ids, 'discarded', context.clock.now());
    });
  }
  return { data: { discarded: letters.map(({ id }) => id).sort((a, b) => a - b) } };
}

function refuseMissing(wanted: readonly number[], open: ReadonlySet<number>): void {
  const missing = wanted.filter((id) => !open.has(id));
  if (missing.length === 0) return;
  throw new SpmError('SPM_UNKNOWN_REJECT', `No open dead letter has the id ${missing.join(', ')}`, {
    cause: 'nothing was discarded',
    hint: '`spm-connect rejects list --state open` shows those that there are.',
  });
}
