/** The configuration as its source shows it, where it is code that may not run. */
import { dirname } from 'node:path';
import { child } from '../../connector/path.js';
import type { StaticNode } from './model.js';
import { Materializer, partsOf } from './node.js';
import { openStatic } from './project.js';

export interface StaticConfig {
  /** What can be seen of it. */
  content: unknown;
  /** Settings that cannot, such as `lint.rules`; `*` for others that there may be. */
  unread: string[];
}

export async function readConfigStatically(file: string): Promise<StaticConfig> {
  const { value } = await openStatic(file, dirname(file));
  const unread: string[] = [];
  const content = value.kind === 'object' ? seen(value, '', unread) : undefined;
  return { content: content ?? {}, unread: value.kind === 'object' ? unread : ['*'] };
}

/** Without what is not known; a list is known as a whole, or not at all. */
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
