// Runs every test and closes with one plain line that any CI can read.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

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
  { stdio: 'inherit', cwd: fileURLToPath(new URL('..', import.meta.url)) },
);

const { passed, failed, skipped } = readCounts();
rmSync(scratch, { recursive: true, force: true });
const ok = run.status === 0 && failed === 0 && passed > 0 && !(process.env.CI && skipped > 0);
if (process.env.CI && skipped > 0) console.log('In CI a skipped test is a failure.');
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(ok ? 0 : 1);

function readCounts() {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, numTodoTests } =
      JSON.parse(readFileSync(results, 'utf8'));
    // A file that does not even load has no failed test, but is one.
    const broken = numFailedTests === 0 && run.status !== 0 ? Math.max(1, numFailedTestSuites) : 0;
    return {
      passed: numPassedTests,
      failed: numFailedTests + broken,
      skipped: numPendingTests + numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
