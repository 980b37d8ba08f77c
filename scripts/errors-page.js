// The text of docs/errors.md, from the catalog.

/**
 * @param {Record<string, { exit: string, meaning: string }>} catalog
 * @param {Record<string, number>} exit
 */
export function errorsPage(catalog, exit) {
  const rows = Object.entries(catalog)
    .sort(([, a], [, b]) => exit[a.exit] - exit[b.exit])
    .map(([code, entry]) => `| ${exit[entry.exit]} | \`${code}\` | ${entry.meaning} |`);
  return [
    '# Errors',
    '',
    'Every error has a stable code. Its message says what failed, its cause says why, and its hint says what to do. The',
    'process ends with the exit code of the error. With `--json`, `error` has the same facts.',
    '',
    '| exit | code | meaning |',
    '|---|---|---|',
    ...rows,
    '',
    'Exit codes without an error: 0 done; 1 done, but with problems (findings, a partial sync, degraded health, resources',
    'that could not be provisioned); 130 and 143 stopped by SIGINT or SIGTERM, after draining.',
    '',
  ].join('\n');
}
