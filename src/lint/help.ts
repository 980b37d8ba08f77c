import { ownVersion } from '../own-files.js';

/** The page about a rule, in the version of this package. */
export function helpUrl(rule: string): string {
  return `https://unpkg.com/spm-connect@${ownVersion()}/docs/lint.md#${rule}`;
}
