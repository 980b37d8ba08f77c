/** The words of pictures and texts, apart from names of the plan. */
import type { GraphDefinition, GraphSource, TargetKind } from '../../plan/graph-model.js';

export const TARGET_NOTES: Record<TargetKind, string> = {
  system: 'system schema',
  shop: 'definition on the shop',
  unknown: 'not in the plan',
};

export const SOURCE_PROBLEMS: Record<NonNullable<GraphSource['problem']>, string> = {
  'unknown-parent': 'its parent is not in the plan',
  'own-ancestor': 'is its own ancestor',
};

/** Why a definition cannot be created; undefined if it can. */
export function definitionNote({
  order,
  cycle,
}: Pick<GraphDefinition, 'order' | 'cycle'>): string | undefined {
  if (cycle !== null) return 'in a cycle';
  return order === null ? 'comes after a cycle' : undefined;
}

/** The name to show; an unfinished plan may not have one. */
export const nameOf = (name: string): string => (name.trim() === '' ? '(no name)' : name);

/** The anchor of the page's section about a definition. */
export const sectionId = (id: string): string => `about-${id}`;
