/** Reads a configuration that is code, without running it. */
import { dirname } from 'node:path';
import { child } from '../../connector/path.js';
import type { StaticNode } from './model.js';
import { Materializer, partsOf } from './node.js';
import { openStatic } from './project.js';

export interface StaticConfig {
  /** The known part of the configuration. */
  content: unknown;
  /** The unknown settings, such as `lint.rules`; `*` if there may be others. */
  unread: string[];
}

export async function readConfigStatically(file: string): Promise<StaticConfig> {
  const { value } = await openStatic(file, dirname(file));
  const unread: string[] = [];
  const content = value.kind === 'object' ? seen(value, '', unread) : undefined;
  return { content: content ?? {}, unread: value.kind === 'object' ? unread : ['*'] };
}

/** The known parts of a value. A list with an unknown entry is unknown. */
function seen(node: StaticNode, path: string, unread: string[]): unknown {
  if (node.kind === 'leaf') return node.value;
  const isCut = node.kind === 'unknown' || (node.kind === 'list' && hasGap(node));
  if (isCut) {
    unread.push(path);
    return undefined;
  }
  if (node.kind === 'list') return new Materializer().value(node);
  if (node.open !== undefined) unread.push(child(path, '*'));
  const entries = partsOf(node).map(([key, part]) => [
    key,
    seen(part, child(path, String(key)), unread),
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

const hasGap = (node: StaticNode): boolean =>
  node.kind === 'unknown' ||
  (node.kind !== 'leaf' &&
    (node.open !== undefined || partsOf(node).some(([, part]) => hasGap(part))));
