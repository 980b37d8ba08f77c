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
    'Every error has a code that does not change, says what failed, why, and what to do, and ends the process with',
    'the exit code of its kind. With `--json` the same is in `error`.',
    '',
    '| exit | code | meaning |',
    '|---|---|---|',
    ...rows,
    '',
    'Exit codes without an error: 0 done; 1 done, and problems were found (findings, a partial sync, degraded health,',
    'resources that could not be provisioned); 130 and 143 stopped by SIGINT or SIGTERM, after draining.',
    '',
  ].join('\n');
}
