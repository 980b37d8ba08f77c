// Runs every test, and ends with one plain line that any CI can read.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'spm-connect-tests-'));
const results = join(scratch, 'results.json');
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const run = spawnSync(
  process.execPath,
  [
    vitest,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${results}`,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit', cwd: root },
);

const { passed, failed, skipped, failures } = readResults();
rmSync(scratch, { recursive: true, force: true });
const ok = run.status === 0 && failed === 0 && passed > 0 && !(process.env.CI && skipped > 0);
if (process.env.CI && skipped > 0) console.log('In CI a skipped test is a failure.');
// Repeated at the end, because a CI may cut the long list of reasons above.
for (const name of failures) console.log(`failed: ${name}`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(ok ? 0 : 1);

/** Reads vitest's report. A file that does not load has no failed test, but counts as one. */
function readResults() {
  try {
    const report = JSON.parse(readFileSync(results, 'utf8'));
    const failures = report.testResults.flatMap(failuresOf);
    return {
      passed: report.numPassedTests,
      failed: Math.max(failures.length, run.status === 0 ? 0 : 1),
      skipped: report.numPendingTests + report.numTodoTests,
      failures,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, failures: [] };
  }
}

function failuresOf({ name, status, assertionResults }) {
  const file = relative(root, name);
  const tests = assertionResults.filter((test) => test.status === 'failed');
  if (status === 'failed' && tests.length === 0) return [file];
  return tests.map((test) => `${file}: ${test.fullName}`);
}
