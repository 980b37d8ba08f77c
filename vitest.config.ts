import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What takes longest comes first, so that nothing long is left when the rest is done. */
const LONGEST = [
  'test/chaos/leases',
  'test/chaos/kills',
  'test/simulation/',
  'test/e2e/interruption',
  'test/e2e/sync-loop',
  'test/e2e/operate',
  'test/commands/provision',
  'test/chaos/',
  'test/e2e/',
  'test/lint/agreement',
  'test/commands/',
];

/** `npm run test:long` runs what is statistical at a larger scale, ... */
const LONG = process.env.SPM_TEST_SCALE === 'long';
const STATISTICAL = [
  'test/simulation/simulation.test.ts',
  'test/chaos/*.test.ts',
  'test/lint/agreement.test.ts',
  'test/plan-file/plain-yaml.test.ts',
  'test/runtime/store/sqlite/installations.test.ts',
  'test/sandbox/flood.test.ts',
];
/** ... and what goes through every case one by one: `npm test` has to end within six minutes on two cores. */
const EXHAUSTIVE = [
  'test/**/*.long.test.ts',
  'test/docs.test.ts',
  'test/e2e/demo.test.ts',
  'test/e2e/csv-exports.test.ts',
  'test/e2e/installations.test.ts',
  'test/e2e/kit/connectors.test.ts',
  'test/e2e/lint-reports.test.ts',
  'test/e2e/terminal.test.ts',
  'test/e2e/installed.test.ts',
  'test/e2e/lint-ci.test.ts',
  'test/e2e/sandbox.test.ts',
  'test/lint/static/{certain,open}.test.ts',
  'test/output/graph/html.test.ts',
  'test/runtime/provision/{proof,pull}.test.ts',
  'test/runtime/store/sqlite/{errors,migrate,plans}.test.ts',
  'test/sandbox/{hostile,ui/page}.test.ts',
  'test/templates/scaffolded.test.ts',
];

/** The folders of `temporaryFolder` and `project`. */
const TEMPORARY = new RegExp(`^(file://)?${realpathSync(tmpdir())}/spm-connect-\\w{6}/`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((path) => moduleId.includes(`/${path}`));
      return at === -1 ? LONGEST.length : at;
    };
    return files.toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  logLevel: 'error',
  resolve: {
    alias: [
      { find: /^spm-connect$/, replacement: source('./src/index.ts') },
      { find: /^spm-connect\/config$/, replacement: source('./src/config/define.ts') },
      { find: /^spm-connect\/kit$/, replacement: source('./src/kit.ts') },
      { find: /^spm-connect\/testing$/, replacement: source('./src/testing.ts') },
    ],
  },
  test: {
    include: LONG ? [...EXHAUSTIVE, ...STATISTICAL] : ['test/**/*.test.ts'],
    exclude: LONG ? [] : EXHAUSTIVE,
    environment: 'node',
    setupFiles: ['test/setup.ts'],
    // It imports JSON in a way that only bundlers take; its source maps lead nowhere, hence the log level.
    // Projects of tests are loaded by Node itself, as they are in a command.
    server: {
      deps: { inline: [/@actions\/workflow-parser/], external: [TEMPORARY] },
    },
    sequence: { sequencer: LongestFirst },
    // Most of the time goes into processes that the tests start and wait for.
    maxWorkers: 3,
    // Loading the same modules for each of 300 files would take longer than most of them. What a file changes for all,
    // such as a spy or the environment, it puts back.
    isolate: false,
    testTimeout: LONG ? 1_200_000 : 60_000,
    hookTimeout: 120_000,
  },
});
