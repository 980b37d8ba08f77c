import type { RulesData } from '../../commands/lint-rules.js';
import type { LintReport } from '../../lint/types.js';
import { humanLines } from '../lint/human.js';
import { rulesLines } from '../lint/rules.js';
import type { Terminal } from '../terminal.js';

export function renderLint(data: LintReport | RulesData, { out, columns }: Terminal): string[] {
  const look = { style: out, columns };
  return 'findings' in data ? humanLines(data, look) : rulesLines(data, look);
}
