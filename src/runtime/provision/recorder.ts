import { mergeProvisioned, type Provisioned } from '../provisioned.js';
import type { InstallationState } from '../state.js';

/**
 * Stores each id in the state of the installation as soon as it is known, before it is used. Ids that arrive during a
 * write are stored together by the next write. `state` gives access under the latest lease.
 */
export function makeRecorder(
  state: () => InstallationState,
  recorded: Provisioned,
): (ids: Provisioned) => Promise<void> {
  const known = { sourceIds: { ...recorded.sourceIds }, defIds: { ...recorded.defIds } };
  let pending: Provisioned = { sourceIds: {}, defIds: {} };
  let writing: Promise<void> = Promise.resolve();
  const flush = async () => {
    const ids = pending;
    pending = { sourceIds: {}, defIds: {} };
    if (isEmpty(ids)) return;
    await mergeProvisioned(state(), ids);
    merge(known, ids);
  };
  return (ids) => {
    const news = {
      sourceIds: newIn(ids.sourceIds, known.sourceIds),
      defIds: newIn(ids.defIds, known.defIds),
    };
    if (isEmpty(news)) return Promise.resolve();
    merge(pending, news);
    writing = writing.then(flush);
    return writing;
  };
}

function newIn(ids: Record<string, number>, known: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(ids).filter(([key, id]) => known[key] !== id));
}

function merge(into: Provisioned, ids: Provisioned): void {
  // Spread, because `__proto__` is a valid name here.
  into.sourceIds = { ...into.sourceIds, ...ids.sourceIds };
  into.defIds = { ...into.defIds, ...ids.defIds };
}

const isEmpty = ({ sourceIds, defIds }: Provisioned): boolean =>
  Object.keys(sourceIds).length + Object.keys(defIds).length === 0;
