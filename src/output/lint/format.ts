/** What the formats of lint share. */
import type { LintContent, LintFinding, LintReport, LintUnchecked } from '../../lint/types.js';
import type { Look as TextLook } from '../look.js';

/** What a format needs beside the report. */
export type Look = TextLook & Omit<LintContent, 'report'>;

/** Pure. The text ends with a line end, unless there is none. */
export type Format = (report: LintReport, look: Look) => string;

/** The message, with the fixture that it needs. */
export function messageOf({ message, fixture }: LintFinding): string {
  return fixture === undefined ? message : `${message} (with ${fixture})`;
}

/** The same with the path that it is about, for where nothing else tells it. */
export function fullMessageOf(finding: LintFinding): string {
  return finding.path === '' ? messageOf(finding) : `${messageOf(finding)}, at ${finding.path}`;
}

/** What was not checked, and why. */
export function uncheckedText({ path, message }: LintUnchecked): string {
  return path === '' ? message : `${path}: ${message}`;
}

/** The findings of each file, in the order of the report. Every file that was looked at has its place. */
export function byFile({ files, findings }: LintReport): Map<string, LintFinding[]> {
  const groups = new Map<string, LintFinding[]>(files.map((file) => [file, []]));
  for (const finding of findings) {
    const group = groups.get(finding.file);
    if (group === undefined) groups.set(finding.file, [finding]);
    else group.push(finding);
  }
  return groups;
}
