import { spawnSync } from 'node:child_process';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { applyScaffold } from '../../src/scaffold/apply.js';
import { planScaffold } from '../../src/scaffold/plan.js';
import { listTemplates } from '../../src/scaffold/templates.js';

const inRepository = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The used part of vitest's report. */
interface Report {
  success: boolean;
  numPassedTests: number;
  testResults: { message: string; assertionResults: { failureMessages: string[] }[] }[];
}

/** Runs the author's own tests with this checkout instead of the installed package. */
function runTests(directory: string) {
  symlinkSync(inRepository('node_modules'), join(directory, 'node_modules'));
  const config = {
    cacheDir: join(directory, '.cache'),
    resolve: {
      alias: [
        { find: 'spm-connect/testing', replacement: inRepository('src/testing.ts') },
        { find: 'spm-connect', replacement: inRepository('src/index.ts') },
      ],
    },
  };
  const configFile = join(directory, 'vitest.config.mjs');
  writeFileSync(configFile, `export default ${JSON.stringify(config)};`);
  const vitest = inRepository('node_modules/vitest/vitest.mjs');
  const args = ['run', '--root', directory, '--config', configFile, '--configLoader', 'native'];
  return spawnSync(process.execPath, [vitest, ...args, '--reporter', 'json'], { encoding: 'utf8' });
}

test.each(await listTemplates())(
  'the tests of a connector made from $name pass',
  async ({ name }) => {
    const directory = join(mkdtempSync(join(tmpdir(), 'spm-scaffolded-')), 'my-shop');
    await applyScaffold(
      await planScaffold({
        template: name,
        directory,
        slug: 'my-shop',
        name: "L'Atelier",
        packageManager: 'npm',
        version: '0.1.0',
      }),
    );
    const { stdout, stderr } = runTests(directory);
    const report: Report = JSON.parse(stdout || '{"testResults":[]}');
    const failures = report.testResults.flatMap(({ message, assertionResults }) => [
      message,
      ...assertionResults.flatMap(({ failureMessages }) => failureMessages),
    ]);
    expect(report.success, [stderr, ...failures].join('\n')).toBe(true);
    expect(report.numPassedTests).toBeGreaterThan(0);
  },
);
