/** Names and signs of provisioning, as people read them. */
import type { ChangeAction, ChangeKind } from '../../plan/diff.js';

export const KINDS: Record<ChangeKind, { one: string; many: string }> = {
  dataSource: { one: 'data source', many: 'data sources' },
  customData: { one: 'custom data', many: 'custom-data definitions' },
  event: { one: 'event', many: 'events' },
  orderStatus: { one: 'order status', many: 'order statuses' },
};

/** One sign an action, so that a diff reads without colour. */
export const SIGNS: Record<ChangeAction, string> = {
  create: '+',
  update: '~',
  extend: '~',
  activate: '~',
  adopt: '=',
  unchanged: ' ',
  drift: '?',
  conflict: '!',
};

/** The width of sentences without a terminal. */
export const PROSE_COLUMNS = 80;

/** `customData:Loyalty card` -> `custom data "Loyalty card"`, wherever it is named in a text. */
export function readable(text: string): string {
  return text.replace(
    /\b(dataSource|customData|event|orderStatus):(.+?)(?= failed\b|$)/g,
    (_, kind: ChangeKind, key: string) => `${KINDS[kind].one} "${key}"`,
  );
}
