/** Code Quality reports of GitLab: a list of issues with their places. */
import { createHash } from 'node:crypto';
import type { LintFinding, LintUnchecked } from '../../lint/types.js';
import { visibleJson } from '../../visible.js';
import { type Format, fullMessageOf, uncheckedText } from './format.js';

const SEVERITIES = { error: 'major', warning: 'minor', info: 'info' } as const;

export const formatGitlab: Format = ({ findings, unchecked = [] }) =>
  `${visibleJson([...findings.map(ofFinding), ...unchecked.map(ofUnchecked)], 2)}\n`;

/** GitLab needs a line, even if only the file is known. */
function ofFinding(finding: LintFinding) {
  const { rule, severity, fingerprint, hint, file, line = 1 } = finding;
  const message = fullMessageOf(finding);
  return {
    description: hint === undefined ? message : `${message}. ${hint}`,
    check_name: rule,
    fingerprint,
    severity: SEVERITIES[severity],
    location: { path: file, lines: { begin: line } },
  };
}

function ofUnchecked(one: LintUnchecked) {
  const { code, path, file, line } = one;
  const fingerprint = createHash('sha256').update([code, path, file].join('\0')).digest('hex');
  return {
    description: `not checked: ${uncheckedText(one)}`,
    check_name: `unchecked/${code}`,
    fingerprint,
    severity: 'info',
    location: { path: file, lines: { begin: line } },
  };
}
