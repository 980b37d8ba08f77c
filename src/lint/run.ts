/** Linting from paths to a report. */

import { baseOf, readBase } from './base.js';
import type { Found } from './found.js';
import { lintConnector } from './lint-connector.js';
import { lintPlanFile } from './lint-plan-file.js';
import { makeReport } from './report.js';
import { sourceLines } from './source.js';
import { openSubject } from './subject.js';
import type { Target } from './targets.js';
import type { LintReport } from './types.js';

export interface LintRequest {
  targets: readonly Target[];
  cwd: string;
  /** Absolute path of a plan file with what the shop already has; wins over that of the configuration. */
  base?: string;
}

/** Everything there is to say about the targets. Throws what `openSubject` throws. */
export async function runLint({ targets, cwd, base }: LintRequest): Promise<LintReport> {
  const found: Found[][] = [];
  const texts = new Map<string, string>();
  for (const target of targets) {
    const subject = await openSubject(target, cwd);
    const { rules } = target.config.lint;
    const shop = readBase(base ?? baseOf(target.config), cwd);
    if (subject.kind === 'plan') texts.set(subject.file, subject.read.text);
    found.push(
      subject.kind === 'plan'
        ? lintPlanFile(subject, rules, shop)
        : lintConnector(subject, rules, shop),
    );
  }
  const files = targets.map(({ file }) => file);
  return makeReport(files, found.flat(), cwd, sourceLines(texts));
}
