import type { RulesData } from '../../commands/lint-rules.js';
import type { LintReport } from '../../lint/types.js';
import { humanLines } from '../lint/human.js';
import { rulesLines } from '../lint/rules.js';
import type { Terminal } from '../terminal.js';

export function renderLint(data: LintReport | RulesData, terminal: Terminal): string[] {
  const look = { style: terminal.out, columns: terminal.columns };
  return 'findings' in data ? humanLines(data, look) : rulesLines(data, look);
}
