/** Comments that turn rules off for the line below them. */
import { problem } from '../connector/problem.js';
import { nearest } from '../nearest.js';
import { asFindings } from '../plan/lint.js';
import type { RuleProblem, RuleSettings } from '../plan/rule.js';
import { RULES } from '../plan/rules/index.js';
import { unusedDisable } from '../plan/rules/unused-disable.js';
import type { Range } from '../syntax/range.js';
import type { Found } from './found.js';

/** A file whose comments count. */
export interface Commented {
  /** Absolute. */
  file: string;
  text: string;
  /** The start of a comment; undefined if the format has none. */
  comment: '#' | '//' | undefined;
  rules: RuleSettings;
  /** Whether all rules could check the file. If not, a comment that hides nothing is not reported. */
  complete: boolean;
}

/** One rule of one comment. */
interface Disable {
  file: string;
  rule: string;
  /** The next line with content; undefined at the end. */
  line: number | undefined;
  /** The place of the rule's name in the comment. */
  range: Range;
}

const WORD = 'spm-lint-disable-next-line';

/** Removes the findings that comments hide, and adds one for each comment that hides nothing. */
export function suppress(found: readonly Found[], files: readonly Commented[]): Found[] {
  const used = new Set<Disable>();
  const disables = new Map<string, Disable[]>();
  const all = files.map((file) => ({ file, disables: disablesIn(file) }));
  for (const disable of all.flatMap((one) => one.disables))
    disables.set(idOf(disable), [...(disables.get(idOf(disable)) ?? []), disable]);
  const shown = found.filter(({ file, rule, range }) => {
    const hiding = range && disables.get(idOf({ file, rule, line: range.line }));
    for (const disable of hiding ?? []) used.add(disable);
    return hiding === undefined;
  });
  const unused = all.flatMap(({ file, disables: own }) => unusedIn(file, own, used));
  return [...shown, ...unused];
}

const idOf = ({ file, rule, line }: Pick<Disable, 'file' | 'rule' | 'line'>): string =>
  `${line} ${rule} ${file}`;

function disablesIn({ file, text, comment }: Commented): Disable[] {
  if (comment === undefined || !text.includes(WORD)) return [];
  const pattern = new RegExp(`^\\s*${comment}\\s*${WORD}(?![\\w-])`);
  const isContent = (row: string) => row.trim() !== '' && !row.trimStart().startsWith(comment);
  const found: Disable[] = [];
  const rows = text.split('\n');
  let below: number | undefined;
  // From the end, so that the next line with content is known.
  for (const [index, row] of [...rows.entries()].reverse()) {
    const start = pattern.exec(row)?.[0].length;
    if (start !== undefined)
      found.push(
        ...namedIn(row, start, index + 1).map((named) => ({ ...named, file, line: below })),
      );
    if (isContent(row)) below = index + 1;
  }
  return found.reverse();
}

/** The rules that a comment names; one with an empty name if there are none. */
function namedIn(row: string, start: number, line: number): Pick<Disable, 'rule' | 'range'>[] {
  // The text after two dashes, or in a second comment, is the reason.
  const list = row.slice(start).split(/\s(?:--|#|\/\/)/, 1)[0] ?? '';
  const names = [...list.matchAll(/[^\s,]+/g)];
  const range = (from: number, to: number): Range => {
    return { line, column: from + 1, endLine: line, endColumn: to + 1 };
  };
  if (names.length === 0) return [{ rule: '', range: range(start - WORD.length, start) }];
  return names.map(({ 0: rule, index }) => {
    return { rule, range: range(start + index, start + index + rule.length) };
  });
}

const KNOWN = new Set(RULES.map(({ id }) => id));

function unusedIn(
  { file, rules, complete }: Commented,
  disables: readonly Disable[],
  used: ReadonlySet<Disable>,
): Found[] {
  const unused = disables.flatMap((disable) => {
    if (used.has(disable)) return [];
    if (KNOWN.has(disable.rule) && !complete) return [];
    return [{ problem: unusedProblem(disable), range: disable.range }];
  });
  return unused.flatMap(({ problem: one, range }) =>
    asFindings(unusedDisable, [one], rules).map((finding) => ({ ...finding, file, range })),
  );
}

function unusedProblem({ rule: name, line }: Disable): RuleProblem {
  if (name === '') return problem('', 'no-rule-named', { word: WORD });
  if (!KNOWN.has(name))
    return problem('', 'unknown-rule', { name, suggestion: nearest(name, KNOWN) });
  return problem('', 'unused-disable', { name, line });
}
