/** The options that select cursors. */
import { SpmError } from '../../errors.js';
import type { Cursor } from '../../runtime/ports/records.js';
import type { Store } from '../../runtime/ports/store.js';
import { requireKnown } from '../known.js';
import type { Invocation, OptionSpec } from '../types.js';

export const FILTER: readonly OptionSpec[] = [
  { flags: '--installation <id>', description: 'only for this shop', type: 'name' },
  { flags: '--entity <entity>', description: 'only for this step', type: 'name' },
  { flags: '--source <key>', description: 'only for this source', type: 'name' },
];

export function isFiltered({ options }: Invocation): boolean {
  return [options.installation, options.entity, options.source].some(
    (value) => value !== undefined,
  );
}

/** @throws SpmError SPM_UNKNOWN_INSTALLATION */
export async function chosenCursors(invocation: Invocation, store: Store): Promise<Cursor[]> {
  const { installation, entity, source } = invocation.options;
  const ofShop = typeof installation === 'string' ? { installationId: installation } : {};
  const chosen = (await store.cursors.list(ofShop)).filter(
    (cursor) =>
      (entity === undefined || cursor.entity === entity) &&
      (source === undefined || cursor.sourceKey === source),
  );
  if (chosen.length === 0) await requireKnown(invocation, store);
  return chosen;
}

const NAMED = 5;

/** For a question: their names, or the first few. */
export function namesOf(cursors: readonly Cursor[]): string {
  const names = cursors.map(
    ({ installationId, entity, sourceKey }) =>
      `${entity}${sourceKey === '' ? '' : `/${sourceKey}`} of ${installationId}`,
  );
  const more = names.length - NAMED;
  return names.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

export function noCursor(): SpmError {
  return new SpmError('SPM_UNKNOWN_CURSOR', 'No cursor matches', {
    cause: 'no cursor has this installation, entity and source',
    hint: 'Run `spm-connect cursors list` to see all cursors.',
  });
}
