/** Changes of files, as their new texts. */
import type * as t from '@babel/types';
import { applyEdits, modify, parse } from 'jsonc-parser';
import type { SourceModule } from '../lint/code/module.js';
import { rangeOf } from '../lint/code/place.js';
import { childrenOf } from '../lint/static/nodes.js';

export interface Edit {
  /** Absolute. */
  path: string;
  text: string;
}

/** Where a module names another. */
export interface Specifier {
  value: string;
  start: number;
  end: number;
  line: number;
}

/** Those of imports, exports, `import()`, `require()` and what test runners mock. */
export function specifiersIn(
  module: SourceModule,
  isMeant: (specifier: string) => boolean,
): Specifier[] {
  const found: Specifier[] = [];
  const open: t.Node[] = [...module.body];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    open.push(...childrenOf(node));
    if (node.type !== 'StringLiteral' || !isMeant(node.value)) continue;
    const { start, end } = node;
    if (typeof start !== 'number' || typeof end !== 'number') continue;
    found.push({ value: node.value, start, end, line: rangeOf(node, module).line });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The text with each specifier replaced that has a counterpart; quotes stay. */
export function replaced(
  text: string,
  specifiers: readonly Specifier[],
  counterparts: Readonly<Record<string, string>>,
): string {
  let result = text;
  for (const { value, start, end } of [...specifiers].reverse()) {
    const other = counterparts[value];
    if (other !== undefined)
      result = `${result.slice(0, start + 1)}${other}${result.slice(end - 1)}`;
  }
  return result;
}

const LISTS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** The text of package.json with spm-connect in place of the kit; null where it does not have the kit. */
export function packageEdit(text: string, kit: string, version: string): string | null {
  const content = parse(text) as Record<string, Record<string, unknown> | undefined> | undefined;
  const lists = LISTS.filter((list) => content?.[list]?.[kit] !== undefined);
  if (lists.length === 0) return null;
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  const formattingOptions = { insertSpaces: !indent.includes('\t'), tabSize: indent.length };
  let result = text;
  for (const list of lists) {
    for (const [name, value] of [
      [kit, undefined],
      ['spm-connect', `^${version}`],
    ] as const)
      result = applyEdits(result, modify(result, [list, name], value, { formattingOptions }));
  }
  return result;
}
