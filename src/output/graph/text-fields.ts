import type { GraphDefinition, GraphField } from '../../plan/graph-model.js';
import { onOneLine, width, wrap } from '../text.js';
import type { Link } from './links.js';
import { COLUMNS, columnOf, fill, type Style } from './text-pieces.js';

/** The fields of a definition as the branches of a tree; `links` are by field. */
export function fieldLines(
  { fields }: GraphDefinition,
  links: ReadonlyMap<string, Link[]>,
  gutter: number,
  style: Style,
): string[] {
  const columns = {
    name: columnOf(fields.map(({ name }) => onOneLine(name))),
    type: columnOf(fields.map(typeOf)),
  };
  const indent = ' '.repeat(gutter + 1);
  const room = COLUMNS - indent.length - 3;
  return fields.flatMap((field, index) => {
    const last = index === fields.length - 1;
    const facts = [...(links.get(field.name) ?? []).map(linkFact), ...optionsFact(field)];
    const [first, ...more] = layOut(headOf(field, columns), facts, room, style);
    return [
      `${indent}${style.dim(last ? '└─' : '├─')} ${first}`,
      ...more.map((line) => `${indent}${style.dim(last ? ' ' : '│')}    ${line}`),
    ];
  });
}

interface Columns {
  name: number;
  type: number;
}

interface Head {
  name: string;
  type: string;
  mark: string;
  missing: boolean;
}

function headOf(field: GraphField, columns: Columns): Head {
  const { name, type, required, key } = field;
  return {
    name: fill(onOneLine(name), columns.name),
    type: fill(typeOf(field), columns.type),
    mark: key ? 'key' : required ? 'required' : '',
    missing: type === null,
  };
}

const typeOf = ({ type }: GraphField): string => (type === null ? 'not declared' : onOneLine(type));

/** The note after a field: its target, or its options. */
interface Fact {
  text: string;
  colour?: 'cyan' | 'red';
}

function linkFact({ name, field, note, kind, alarm }: Link): Fact {
  const remark = note === undefined || kind === 'system' ? '' : ` (${note})`;
  return {
    text: `→ ${onOneLine(name)}.${onOneLine(field)}${remark}`,
    colour: alarm ? 'red' : 'cyan',
  };
}

function optionsFact({ options }: GraphField): Fact[] {
  if (options.length === 0) return [];
  return [{ text: options.map((option) => onOneLine(String(option))).join(' | ') }];
}

/** One line, or more if the facts do not fit. */
function layOut(head: Head, facts: readonly Fact[], room: number, style: Style): string[] {
  const line = paintHead(head, style);
  const paint = ({ colour }: Fact, text: string) => (colour ? style[colour](text) : text);
  const taken = width(`${head.name}  ${head.type}  `) + MARK + 2;
  const needed = facts.reduce((sum, { text }) => sum + width(text) + 2, taken - 2);
  if (facts.length === 0) return [line.trimEnd()];
  if (needed <= room) {
    const gap = ' '.repeat(MARK - head.mark.length + 2);
    return [`${line}${gap}${facts.map((fact) => paint(fact, fact.text)).join('  ')}`];
  }
  const below = facts.flatMap((fact) => wrap(fact.text, room - 2).map((part) => paint(fact, part)));
  return [line.trimEnd(), ...below];
}

/** The width of the longest mark. */
const MARK = 'required'.length;

function paintHead({ name, type, mark, missing }: Head, style: Style): string {
  const [first, second] = missing ? [style.red(name), style.red(type)] : [name, style.dim(type)];
  return `${first}  ${second}  ${mark === 'key' ? style.yellow(mark) : mark}`;
}
