/** Compares a plan with a shop, without I/O or clock. */
import type { ProvisioningPlan } from '../connector/types.js';
import { diffCustomData } from './diff/custom-data.js';
import { diffDataSources } from './diff/data-sources.js';
import { diffEvents } from './diff/events.js';
import { diffOrderStatuses } from './diff/order-statuses.js';
import { othersOf } from './diff/others.js';
import {
  CHANGE_ACTIONS,
  type Change,
  type ChangeAction,
  type ProvisionDiff,
  type RecordedIds,
  type ShopState,
} from './diff/types.js';

export type * from './diff/types.js';
export { CHANGE_ACTIONS, CHANGE_KINDS, CONFLICT_REASONS } from './diff/types.js';

export const NOTHING_RECORDED: RecordedIds = { sourceIds: {}, defIds: {} };

const WRITES: ReadonlySet<ChangeAction> = new Set(['create', 'update', 'extend', 'activate']);

export interface DiffOptions {
  /** Takes the first of several matches, for callers that need exactly one; otherwise several are a conflict. */
  lenient?: boolean;
}

/**
 * The changes that bring the plan to the shop, in order. Never deletes anything. Throws SPM_PLAN_CYCLE when definitions or data sources refer to each other in a circle.
 */
export function diffPlan(
  plan: ProvisioningPlan,
  shop: ShopState,
  recorded: RecordedIds = NOTHING_RECORDED,
  { lenient = false }: DiffOptions = {},
): ProvisionDiff {
  const changes: Change[] = [
    ...diffDataSources(plan.dataSources ?? [], shop, recorded, lenient),
    ...diffCustomData(plan.customData ?? [], shop, recorded, lenient),
    ...diffEvents(plan.events ?? [], shop),
    ...diffOrderStatuses(plan.orderStatuses ?? [], shop),
  ];
  return { version: 1, changes, summary: summarize(changes), others: othersOf(shop, changes) };
}

/** Whether applying the change makes a write request. */
export function isWrite(change: Change): boolean {
  return WRITES.has(change.action);
}

/** Whether applying the diff makes any write request. */
export function hasChanges(diff: ProvisionDiff): boolean {
  return diff.changes.some(isWrite);
}

/** How changes name each other. */
export function referenceOf(change: Pick<Change, 'kind' | 'key'>): string {
  return `${change.kind}:${change.key}`;
}

function summarize(changes: readonly Change[]): Record<ChangeAction, number> {
  const summary = Object.fromEntries(CHANGE_ACTIONS.map((action) => [action, 0])) as Record<
    ChangeAction,
    number
  >;
  for (const { action } of changes) summary[action] += 1;
  return summary;
}
