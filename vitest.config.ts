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
  'test/e2e/installations',
  'test/e2e/sync-loop',
  'test/docs',
  'test/chaos/',
  'test/e2e/',
  'test/lint/agreement',
  'test/commands/',
];

/** `npm run test:long` runs what is statistical, at a larger scale. */
const LONG = process.env.SPM_TEST_SCALE === 'long';
const STATISTICAL = [
  'test/simulation/simulation.test.ts',
  'test/chaos/*.test.ts',
  'test/lint/agreement.test.ts',
  'test/sandbox/flood.test.ts',
  'test/plan-file/plain-yaml.test.ts',
];

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
      { find: /^spm-connect\/testing$/, replacement: source('./src/testing.ts') },
    ],
  },
  test: {
    include: LONG ? ['test/**/*.long.test.ts', ...STATISTICAL] : ['test/**/*.test.ts'],
    exclude: LONG ? [] : ['test/**/*.long.test.ts'],
    environment: 'node',
    setupFiles: ['test/setup.ts'],
    // It imports JSON in a way that only bundlers take; its source maps lead nowhere, hence the log level.
    server: { deps: { inline: [/@actions\/workflow-parser/] } },
    sequence: { sequencer: LongestFirst },
    // Most of the time goes into processes that the tests start and wait for.
    maxWorkers: 3,
    // Loading the same modules for each of 300 files would take longer than most of them. What a file changes for all,
    // such as a spy or the environment, it puts back.
    isolate: false,
    testTimeout: LONG ? 600_000 : 60_000,
    hookTimeout: 120_000,
  },
});
