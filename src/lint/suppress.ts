/** Comments that turn rules off for the line below them. */
import { didYouMean } from '../nearest.js';
import { asFindings } from '../plan/lint.js';
import type { RuleProblem, RuleSettings } from '../plan/rule.js';
import { RULES } from '../plan/rules/index.js';
import { unusedDisable } from '../plan/rules/unused-disable.js';
import type { Range } from '../plan-file/types.js';
import type { Found } from './found.js';

/** A file whose comments count. */
export interface Commented {
  /** Absolute. */
  file: string;
  text: string;
  /** What starts a comment; undefined where there are none. */
  comment: '#' | '//' | undefined;
  rules: RuleSettings;
  /** Whether every rule could look at it: else what hides nothing may do so once it can. */
  complete: boolean;
}

/** One rule of one comment. */
interface Disable {
  file: string;
  rule: string;
  /** The line that it is about; undefined when there is none below. */
  line: number | undefined;
  /** Of the rule's name in the comment. */
  range: Range;
}

const WORD = 'spm-lint-disable-next-line';

/** The findings without those that comments hide, and with one for each comment that hides nothing. */
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
  // From the end, so that the next line that holds more than a comment is known.
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

/** The rules that a comment names from there on; one without a name when there is none. */
function namedIn(row: string, start: number, line: number): Pick<Disable, 'rule' | 'range'>[] {
  // What stands behind two dashes, or in a comment of its own, is the reason.
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
  const problems = disables.flatMap((disable) => {
    if (used.has(disable)) return [];
    if (KNOWN.has(disable.rule) && !complete) return [];
    return [{ problem: unusedProblem(disable), range: disable.range }];
  });
  return problems.flatMap(({ problem, range }) =>
    asFindings(unusedDisable, [problem], rules).map((finding) => ({ ...finding, file, range })),
  );
}

function unusedProblem({ rule, line }: Disable): RuleProblem {
  if (rule === '')
    return { path: '', message: 'the comment names no rule', hint: `Write \`${WORD} RULE\`.` };
  if (!KNOWN.has(rule)) {
    const hint = didYouMean(rule, KNOWN) ?? 'Run `spm-connect lint --list-rules` to see all.';
    return { path: '', message: `there is no rule "${rule}"`, hint };
  }
  const where = line === undefined ? 'below it' : `on line ${line}`;
  return {
    path: '',
    message: `${rule} finds nothing ${where}`,
    hint: 'Remove it from the comment.',
  };
}
