import type { GraphDefinition } from '../../plan/graph-model.js';

/**
 * The definitions in the order of provisioning; then those in cycles, cycle by cycle; then those that come after
 * cycles.
 */
export function inOrder(definitions: readonly GraphDefinition[]): GraphDefinition[] {
  const rank = ({ order, cycle }: GraphDefinition): [number, number] =>
    order !== null ? [0, order] : cycle !== null ? [1, cycle] : [2, 0];
  return [...definitions].sort((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    return left[0] - right[0] || left[1] - right[1];
  });
}
