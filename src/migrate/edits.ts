/** Edits files, and returns their new texts. */
import type * as t from '@babel/types';
import { applyEdits, modify, parse } from 'jsonc-parser';
import type { SourceModule } from '../lint/code/module.js';
import { childrenOf, isMember, memberKey } from '../lint/code/nodes.js';
import { rangeOf } from '../lint/code/place.js';

export interface Edit {
  /** Absolute. */
  path: string;
  text: string;
}

/** The place where a module names another module. */
export interface Specifier {
  value: string;
  start: number;
  end: number;
  line: number;
}

/** The specifiers of imports, exports, `import()`, `require()` and the mocks of test runners. */
export function specifiersIn(
  module: SourceModule,
  isMeant: (specifier: string) => boolean,
): Specifier[] {
  const found: Specifier[] = [];
  const open: t.Node[] = [...module.body];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    open.push(...childrenOf(node));
    const named = moduleIn(node);
    if (named?.type !== 'StringLiteral' || !isMeant(named.value)) continue;
    const { start, end } = named;
    if (typeof start !== 'number' || typeof end !== 'number') continue;
    found.push({ value: named.value, start, end, line: rangeOf(named, module).line });
  }
  return found.sort((a, b) => a.start - b.start);
}

/**
 * The node that holds a module's name. Other texts stay unchanged, such as the name of a package in a list.
 */
function moduleIn(node: t.Node): t.Node | null | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      return node.source;
    case 'CallExpression':
      return LOADS.test(nameOfCallee(node.callee)) ? node.arguments[0] : undefined;
    case 'TSImportType':
      return node.argument;
    case 'TSExternalModuleReference':
      return node.expression;
    case 'TSModuleDeclaration':
      return node.id;
    default:
      return undefined;
  }
}

const LOADS =
  /^(import|require)$|\.(resolve|importActual|importMock|requireActual|requireMock|mock|doMock|unmock|doUnmock|setMock|createMockFromModule|unstable_mockModule|module)$/;

function nameOfCallee(callee: t.Node): string {
  if (callee.type === 'Import') return 'import';
  if (callee.type === 'Identifier') return callee.name;
  return isMember(callee) ? `.${memberKey(callee)}` : '';
}

/** The text with every specifier that has a counterpart replaced; quotes stay. */
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

/**
 * The text of package.json with spm-connect in place of the kit; null if it does not depend on the kit.
 */
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
