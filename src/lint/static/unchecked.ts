/** Lists the unknown parts of a connector for the report. */

import type { Config } from '../../config/resolve.js';
import { child, entry } from '../../connector/path.js';
import { gapSentence } from '../../messages/index.js';
import type { Gap } from './gaps.js';
import type { StaticNode } from './model.js';
import { partsOf } from './node.js';

/** A place where reading ended, and the part of the connector that is unknown because of it. */
export interface Unchecked {
  gap: Gap;
  /** Such as `provisioning.customData[2]`; empty for the whole. */
  path: string;
  message: string;
}

/** Lists each place once, with the first path that leads to it. */
export function uncheckedIn(connector: StaticNode): Unchecked[] {
  const found = new Map<string, Unchecked>();
  const seen = new Set<StaticNode>();
  const note = (gap: Gap, path: string, rest: boolean) => {
    const { file, line, column } = gap.at;
    const key = JSON.stringify([gap.code, file, line, column]);
    if (!found.has(key)) found.set(key, { gap, path, message: gapSentence(gap, rest) });
  };
  const visit = (node: StaticNode, path: string) => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'unknown') return note(node.gap, path, false);
    if (node.kind === 'leaf') return;
    if (node.open !== undefined) note(node.open, path, true);
    for (const [key, part] of partsOf(node))
      visit(part, typeof key === 'number' ? entry(path, key) : child(path, key));
  };
  visit(connector, '');
  return [...found.values()];
}

/** Always lists a configuration that is code: it may set severities that lint cannot see. */
export function uncheckedConfig({ file, unread }: Config): Unchecked[] {
  if (file === null || unread === undefined) return [];
  const detail = unread.length === 0 ? {} : { detail: unread.join(', ') };
  return [whole({ code: 'configuration', at: { file, line: 1, column: 1 }, ...detail })];
}

/** Without running code, lint calls neither `enabled` nor `provisioning`. */
export const uncheckedFunctions = (file: string): Unchecked =>
  whole({
    code: 'functions',
    at: { file, line: 1, column: 1 },
    detail: 'connector/step-enabled, connector/unreachable-step, lint/evaluation',
  });

const whole = (gap: Gap): Unchecked => ({ gap, path: '', message: gapSentence(gap, false) });
