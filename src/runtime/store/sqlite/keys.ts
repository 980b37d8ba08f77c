import type { CursorKey } from '../../ports/records.js';
import type { Params } from './connection.js';

/** The primary key of cursors and windows: installation, entity, source. */
export const BY_KEY =
  'WHERE installation_id = @installationId AND entity = @entity AND source_key = @sourceKey';

/** The parameters of BY_KEY and of inserts. */
export function keyParams({ installationId, entity, sourceKey }: CursorKey) {
  return { installationId, entity, sourceKey } satisfies Params;
}
