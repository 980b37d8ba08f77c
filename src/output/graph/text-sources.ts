import type { GraphSource } from '../../plan/graph-model.js';
import { onOneLine } from '../text.js';
import { childrenOf } from './source-children.js';
import type { Style } from './text-pieces.js';
import { SOURCE_PROBLEMS } from './words.js';

/** Data sources under their parents. Those with an invalid parent are at the top, marked. */
export function sourceTree(sources: readonly GraphSource[], style: Style): string[] {
  const children = childrenOf(sources);
  const lines: string[] = [];
  // An explicit stack, since recursion would overflow for a long chain of sources.
  const open: Branch[] = [{ sources: children.get(null) ?? [], next: 0, lead: '' }];
  for (let branch = open.at(-1); branch !== undefined; branch = open.at(-1)) {
    const source = branch.sources[branch.next++];
    if (source === undefined) {
      open.pop();
      continue;
    }
    const last = branch.next === branch.sources.length;
    lines.push(`${style.dim(branch.lead + (last ? '└─' : '├─'))} ${sourceText(source, style)}`);
    const lead = `${branch.lead}${last ? '   ' : '│  '}`;
    open.push({ sources: children.get(source.key) ?? [], next: 0, lead });
  }
  return lines;
}

interface Branch {
  sources: readonly GraphSource[];
  next: number;
  lead: string;
}

function sourceText({ key, label, problem, parent }: GraphSource, style: Style): string {
  const text = `${style.bold(onOneLine(key))}  ${style.dim(onOneLine(label))}`.trimEnd();
  if (problem === null) return text;
  return `${text}  ${style.red(`${SOURCE_PROBLEMS[problem]}: ${onOneLine(parent ?? '')}`)}`;
}
