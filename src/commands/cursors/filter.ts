/** Which cursors a command is about. */
import type { Cursor, Store } from '../../runtime/ports.js';
import type { Invocation, OptionSpec } from '../types.js';

export const FILTER: readonly OptionSpec[] = [
  { flags: '--installation <id>', description: 'only those of this shop' },
  { flags: '--entity <entity>', description: 'only those of this step' },
  { flags: '--source <key>', description: 'only those of this source' },
];

export function isFiltered({ options }: Invocation): boolean {
  return [options.installation, options.entity, options.source].some(
    (value) => value !== undefined,
  );
}

export async function chosenCursors({ options }: Invocation, store: Store): Promise<Cursor[]> {
  const { installation, entity, source } = options;
  const ofShop = typeof installation === 'string' ? { installationId: installation } : {};
  return (await store.cursors.list(ofShop)).filter(
    (cursor) =>
      (entity === undefined || cursor.entity === entity) &&
      (source === undefined || cursor.sourceKey === source),
  );
}
