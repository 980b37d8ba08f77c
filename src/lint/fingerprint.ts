/** Identifies a finding, wherever it moves in its file, for services and baselines. */
import { createHash } from 'node:crypto';
import type { LintFinding } from './types.js';

type Parts = Pick<LintFinding, 'rule' | 'code' | 'args' | 'path' | 'file'>;

/**
 * Equal for two findings with the same rule, arguments, file and path without its indexes: entries that are added before do
 * not make a new finding.
 */
export function fingerprint({ rule, code, args, path, file }: Parts): string {
  const parts = [rule, code, JSON.stringify(args), path].map(withoutIndexes);
  return createHash('sha256')
    .update([...parts, file].join('\\0'))
    .digest('hex');
}

const withoutIndexes = (text: string): string => text.replace(/\[\d+\]/g, '[]');

/** A fingerprint for each finding; equal ones are numbered, since services want each once. */
export function uniqueFingerprints(findings: readonly Parts[]): string[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const print = fingerprint(finding);
    const count = seen.get(print) ?? 0;
    seen.set(print, count + 1);
    if (count === 0) return print;
    return createHash('sha256').update(`${print} ${count}`).digest('hex');
  });
}
