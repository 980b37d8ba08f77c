import { readFileSync } from 'node:fs';

let version: string | undefined;

/** The page about a rule, of this very version: a package's own files are published with it. */
export function helpUrl(rule: string): string {
  return `https://unpkg.com/spm-connect@${ownVersion()}/docs/lint.md#${rule}`;
}

export function ownVersion(): string {
  version ??= readVersion();
  return version;
}

function readVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
