/** The rules for people: a table of all rules, or one rule in full. */
import type { RulesData } from '../../commands/lint-rules.js';
import type { RuleInfo } from '../../lint/catalog.js';
import type { RuleExample, RuleExplanation } from '../../lint/explain.js';
import { visibleLines } from '../../visible.js';
import { table } from '../table.js';
import { indent, wrap } from '../text.js';
import { type HumanLook, painter } from './human.js';

export function rulesLines(data: RulesData, look: HumanLook): string[] {
  return 'rules' in data ? listLines(data.rules, look) : explanationLines(data.rule, look);
}

function listLines(rules: readonly RuleInfo[], { style, columns: room }: HumanLook): string[] {
  const columns = [{ title: 'rule' }, { title: 'severity' }, { title: 'finds', prose: true }];
  const rows = rules.map(({ id, severity, summary }) => [
    id,
    painter(severity, style)(severity),
    summary,
  ]);
  return [
    ...table(columns, rows, { room }),
    '',
    'Run `spm-connect lint --explain <rule>` for more about one.',
  ];
}

function explanationLines(rule: RuleExplanation, look: HumanLook): string[] {
  const { id, severity, summary, explain, help, examples } = rule;
  const room = Math.min(look.columns ?? 100, 100);
  return [
    `${look.style.bold(id)} ${painter(severity, look.style)(severity)}`,
    '',
    ...wrap(summary, room),
    '',
    ...wrap(explain, room),
    ...examples.flatMap((example) => ['', ...exampleLines(example, id, look)]),
    '',
    help,
  ];
}

function exampleLines({ kind, file, text }: RuleExample, id: string, { style }: HumanLook) {
  const paint = { bad: style.red, base: style.bold, good: style.green }[kind];
  const mark = `<- ${id}`;
  const lines = visibleLines(text.trimEnd());
  return [
    paint(`${kind}: ${file}`),
    ...indent(lines.map((line) => (line.endsWith(mark) ? style.red(line) : line))),
  ];
}
