import { ownVersion } from '../own-files.js';

/** The page about a rule, of this very version: a package's own files are published with it. */
export function helpUrl(rule: string): string {
  return `https://unpkg.com/spm-connect@${ownVersion()}/docs/lint.md#${rule}`;
}
