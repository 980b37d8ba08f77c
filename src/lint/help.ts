import { readFileSync } from 'node:fs';

let page: string | undefined;

/** The page about a rule, of this very version: a package's own files are published with it. */
export function helpUrl(rule: string): string {
  page ??= `https://unpkg.com/spm-connect@${version()}/docs/lint.md`;
  return `${page}#${rule}`;
}

function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
