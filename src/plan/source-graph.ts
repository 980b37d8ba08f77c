import type { PlanView } from './view.js';
import type { Graph } from './walk.js';

/** The parent of each data source, if it is in the plan. */
export function parentGraph({ sources, sourcesByKey }: PlanView): Graph {
  const positions = new Map(sources.map((source, index) => [source, index]));
  return sources.map(({ parentKey = '' }) => {
    const parent = sourcesByKey.get(parentKey);
    const position = parent === undefined ? undefined : positions.get(parent);
    return position === undefined ? [] : [position];
  });
}
