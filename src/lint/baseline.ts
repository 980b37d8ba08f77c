/** A baseline: the findings that a project had when it began to lint. They are not reported again. */
import { readFileSync } from 'node:fs';
import { isObject } from '../connector/problem.js';
import { SpmError } from '../errors.js';
import { parseJson } from '../syntax/data.js';
import { fingerprint } from './fingerprint.js';
import { summaryOf } from './report.js';
import type { LintFinding, LintReport } from './types.js';

/** Later versions also read baselines, and must know how the fingerprints were made. */
const VERSION = 1;

export interface Baseline {
  version: typeof VERSION;
  /** How often each finding is there, by its fingerprint. */
  findings: Readonly<Record<string, number>>;
}

export function baselineOf({ findings }: Pick<LintReport, 'findings'>): Baseline {
  const counts: Record<string, number> = {};
  for (const print of findings.filter(canBeHidden).map(fingerprint))
    counts[print] = (counts[print] ?? 0) + 1;
  const sorted = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
  return { version: VERSION, findings: Object.fromEntries(sorted) };
}

/** What cannot be loaded is not checked, so it is always reported. */
export function canBeHidden({ rule }: Pick<LintFinding, 'rule'>): boolean {
  return rule !== 'lint/load';
}

/** Undefined if the file does not exist. @throws SpmError SPM_INVALID_VALUE for a file that is not a baseline */
export function readBaseline(file: string): Baseline | undefined {
  try {
    const content = parseJson(readFileSync(file, 'utf8'));
    if (isBaseline(content)) return content;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw invalid(file, cause);
  }
  throw invalid(file, 'it was not written by `spm-connect lint --baseline`');
}

function isBaseline(value: unknown): value is Baseline {
  if (!isObject(value) || value.version !== VERSION || !isObject(value.findings)) return false;
  return Object.values(value.findings).every((count) => Number.isSafeInteger(count));
}

function invalid(file: string, cause: unknown): SpmError {
  return new SpmError('SPM_INVALID_VALUE', `The baseline ${file} cannot be read`, {
    cause,
    hint: 'Delete the file, and run the command again to write a new one.',
  });
}

/** The report without the findings of the baseline; `file` is its name for people. */
export function withoutBaseline(
  report: LintReport,
  { findings: known }: Baseline,
  file: string,
): LintReport {
  const left = new Map(Object.entries(known));
  const findings = report.findings.filter((finding) => {
    if (!canBeHidden(finding)) return true;
    const print = fingerprint(finding);
    const count = left.get(print) ?? 0;
    if (count > 0) left.set(print, count - 1);
    return count === 0;
  });
  const corrected = [...left.values()].reduce((sum, count) => sum + count, 0);
  const hidden = report.findings.length - findings.length;
  const baseline = { file, hidden, corrected, written: 0 };
  return { ...report, findings, summary: summaryOf(findings), baseline };
}
