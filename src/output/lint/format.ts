/** Shared by the formats of lint. */
import type { LintContent, LintFinding, LintReport, LintUnchecked } from '../../lint/types.js';
import type { Look as TextLook } from '../look.js';

/** The other inputs of a format. */
export type Look = TextLook & Omit<LintContent, 'report'>;

/** Pure. A text that is not empty ends with a line break. */
export type Format = (report: LintReport, look: Look) => string;

/** The message, with its fixtures. */
export function messageOf({ message, fixture }: LintFinding): string {
  return fixture === undefined ? message : `${message} (with ${fixture})`;
}

/** The message with its fixtures and its path, for formats that do not show the path elsewhere. */
export function fullMessageOf(finding: LintFinding): string {
  return finding.path === '' ? messageOf(finding) : `${messageOf(finding)}, at ${finding.path}`;
}

/** The unknown part, and why it was not checked. */
export function uncheckedText({ path, message }: LintUnchecked): string {
  return path === '' ? message : `${path}: ${message}`;
}

/** The findings by file, in the order of the report. Includes files without findings. */
export function byFile({ files, findings }: LintReport): Map<string, LintFinding[]> {
  const groups = new Map<string, LintFinding[]>(files.map((file) => [file, []]));
  for (const finding of findings) {
    const group = groups.get(finding.file);
    if (group === undefined) groups.set(finding.file, [finding]);
    else group.push(finding);
  }
  return groups;
}
